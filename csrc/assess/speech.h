// How quotations and marks lie over the sentences of a unit: whose words a sentence is.
#ifndef COPYDESK_ASSESS_SPEECH_H
#define COPYDESK_ASSESS_SPEECH_H

#include "assess/features.h"

// Fills speech[0..unit->sentence_count), which is zeroed.
void speech_of_sentences(const Unit *unit, SentenceSpeech *speech);

#endif
