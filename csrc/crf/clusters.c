// Looks words up in the embedded table of clusters.
#include "clusters.h"

#include <string.h>

#include "../weights.h"

Cluster cluster_of(uint64_t hash) {
  const ClusterHead *head = (const ClusterHead *)weights_clusters.bytes;
  if (weights_clusters.len < sizeof *head || memcmp(head->magic, CLUSTER_MAGIC, 8) != 0) {
    return (Cluster){0, 0};
  }
  const ClusterSlot *slots = (const ClusterSlot *)(head + 1);
  uint32_t slot = cluster_slot(hash, head->slot_count);
  while (slots[slot].fine) {
    if (slots[slot].fingerprint == (uint16_t)hash) {
      return (Cluster){slots[slot].fine, slots[slot].coarse};
    }
    if (++slot == head->slot_count) slot = 0;
  }
  return (Cluster){0, 0};
}
