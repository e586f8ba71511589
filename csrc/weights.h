// Trained weights, embedded at build time from weights/en/ by tools/weights.c.
#ifndef COPYDESK_WEIGHTS_H
#define COPYDESK_WEIGHTS_H

#include <stddef.h>

typedef struct {
  const void *bytes;  // aligned for 64-bit values
  size_t len;
} Weights;

extern const Weights weights_names;     // names.crf, see crf/crf.h
extern const Weights weights_clusters;  // clusters.bin, see crf/clusters.h

#endif
