// Word clusters: classes of words that stand in the same places, learnt from open news text.
// Source: exchange clustering of a class bigram model (train/clusters.c), embedded at build time.
#ifndef COPYDESK_CRF_CLUSTERS_H
#define COPYDESK_CRF_CLUSTERS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint8_t fine, coarse;  // from 1; 0: in no cluster
} Cluster;

// The clusters of a folded word by its text_hash(). A rare word takes those of another one in 16,000.
Cluster cluster_of(uint64_t hash);

// The same from a table in bytes[0..len), aligned for 32-bit values. One that is cut off knows no word.
Cluster cluster_in(const void *bytes, size_t len, uint64_t hash);

// The table's file: this head, then the slots, found by linear probing; `fine` 0 marks an empty one.
#define CLUSTER_MAGIC "CDCLUS1"
typedef struct {
  char magic[8];
  uint32_t byte_order;  // 0x01020304
  uint32_t slot_count;
} ClusterHead;
typedef struct {
  uint16_t fingerprint;
  uint8_t fine, coarse;
} ClusterSlot;
static inline uint32_t cluster_slot(uint64_t hash, uint32_t slot_count) {
  return (uint32_t)((hash >> 32) * slot_count >> 32);
}

#endif
