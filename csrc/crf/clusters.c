// Looks words up in the embedded table of clusters.
#include "clusters.h"

#include <string.h>

#include "../weights.h"

Cluster cluster_in(const void *bytes, size_t len, uint64_t hash) {
  const ClusterHead *head = bytes;
  const Cluster none = {0, 0};
  if (len < sizeof *head || memcmp(head->magic, CLUSTER_MAGIC, 8) != 0) return none;
  const ClusterSlot *slots = (const ClusterSlot *)(head + 1);
  if (head->slot_count == 0 || len != sizeof *head + (size_t)head->slot_count * sizeof *slots) {
    return none;
  }
  uint32_t slot = cluster_slot(hash, head->slot_count);
  for (uint32_t probes = 0; probes < head->slot_count && slots[slot].fine; probes++) {
    if (slots[slot].fingerprint == (uint16_t)hash) {
      return (Cluster){slots[slot].fine, slots[slot].coarse};
    }
    if (++slot == head->slot_count) slot = 0;
  }
  return none;
}

Cluster cluster_of(uint64_t hash) {
  return cluster_in(weights_clusters.bytes, weights_clusters.len, hash);
}
