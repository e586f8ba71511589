; Where somebody's words are reported. Each rule captures a cue; `frame` tells the core where to look for
; who said it and for what was said:
;   says       a verb, its subject before or behind it          “…,” the mayor said
;   thinks     the same, of what somebody thinks or wants         the mayor hopes …
;   manner     the same, only with a quotation beside it          “Yes,” he smiled
;   calls      a verb that gives somebody's word for a thing      she called it a “farce”
;   according  words behind which the source follows              according to the mayor
;   noun       a noun that announces somebody's words             in his statement: “…”
;   label      a name and a colon; the words follow              MAYOR: The bridge is closed.
; A cue of two or more words has its last one captured as @cue_end. A rule may capture @source itself.
; Your own queries/prose/attribution.scm adds rules if its first line is "; extends", else it replaces these.

; A verb of speech: “The bridge is closed,” the mayor said. A capitalised one counts in a headline alone.
([(word) (capitalised)] @cue (#lexicon? @cue "speech") (#set! frame "says"))

; A verb that reports: The ministry denied that the bridge was closed.
([(word) (capitalised)] @cue (#lexicon? @cue "report") (#set! frame "says"))

; A verb of two words or more, if the lists hold the whole: It was, as the mayor put it, “a wet day”.
((word) @cue (#lexicon? @cue "phrasal") (#set! frame "says") (#set! phrase "whole"))

; A verb that introduces words in marks: “And the boats?” she laughed.
((word) @cue (#lexicon? @cue "speech_manner") (#set! frame "manner"))

; A verb of thought: The mayor hopes that the bridge will be “a joy for all of us”.
((word) @cue (#lexicon? @cue "belief") (#set! frame "thinks"))

; Somebody's word for a thing: She called the plan a “farce”.
((word) @cue
  (#any-of? @cue "call" "calls" "called" "calling" "dub" "dubs" "dubbed" "dubbing" "label" "labels" "labeled"
    "labelled" "labeling" "labelling" "describe" "describes" "described" "describing" "brand" "brands" "branded"
    "branding" "deem" "deems" "deemed" "deeming" "denounce" "denounces" "denounced" "denouncing" "decry" "decries"
    "decried" "decrying" "characterize" "characterizes" "characterized" "characterizing" "characterise"
    "characterises" "characterised" "characterising" "term" "terms" "termed" "terming" "deride" "derides" "derided"
    "deriding" "ridicule" "ridicules" "ridiculed" "ridiculing" "portray" "portrays" "portrayed" "portraying")
  (#set! frame "calls"))

; The source follows: The bridge will open in May, according to the mayor.
((word) @cue . (word) @cue_end
  (#eq? @cue "according") (#eq? @cue_end "to")
  (#set! frame "according"))

; In somebody's words: The bridge is, in the words of the mayor, “a relic”.
((word) @in . (word) . (word) @cue . (word) @cue_end
  (#eq? @in "in") (#any-of? @cue "words" "view" "opinion") (#eq? @cue_end "of")
  (#set! frame "according"))

; Per: The bridge will open in May, per the report.
((word) @cue
  (#eq? @cue "per")
  (#set! frame "according"))

; Whose words a noun announces: The mayor’s promise that the bridge would open was kept.
((word) @cue (#lexicon? @cue "speech_noun") (#set! frame "noun"))

; A name before a colon: Mayor: “The bridge is closed.”
(sentence . (name) @source . (colon) @cue . (quotation)
  (#eq? @cue ":") (#set! frame "according"))

; A name behind a dash: “The bridge is closed.” ― Ines Carvalho
((quotation) . (dash) @cue . (name) @source
  (#any-of? @cue "–" "—" "―" "--" "-") (#set! frame "according"))

; Turns of an interview, a hearing or a play: JUDGE OKORO: When was that?
(document . (sentence . [(name) (word)] @source . (colon) @cue)
  (#eq? @cue ":") (#set! frame "label"))
