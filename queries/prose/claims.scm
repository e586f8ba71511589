; What in a sentence makes it a claim worth checking. The core runs these rules over each paragraph's tree; every
; match counts for the sentence that its first capture stands in.
;
; How to write a rule. A pattern is a tree-sitter query over the grammar `prose` (:InspectTree shows the tree; the
; kinds of node are told in the head of csrc/grammar/grammar.js), with conditions on what it captures:
;   (#any-of? @x "a" "b")     the node's text is one of these; in lower case where it only begins a sentence
;   (#eq? @x "a")             the same for one text, or for two captures with the same text
;   (#lexicon? @x "role")     the node is an entry of that word list: lexicon/en/role.txt, yours included
;   (#entity? @x PERSON ORG)  a name of one of these types stands there
;   (#match? @x "^\\d+$")     a regular expression (PCRE2) is found in it
;   (#not-any-of? …) and so on: the same, turned round
; and with properties that say what a match means:
;   (#set! feature "death")   evidence, weighed together with all other evidence of the sentence by the weights of
;                             csrc/weights/en/claims.txt. A feature without a weight there counts nothing.
;   (#set! type "law")        the claim is of that type, whatever the weights say: event quantity date role law
;                             comparison cause plan speech quote
;   (#set! priority "3")      the claim is at least a "must" (3), a "should" (2)
;   (#set! vague "true")      its only source is anonymous
;   (#set! voice "attributed")  it is somebody's word, even where no source was found
; A pattern of one word is the cheapest. One that names words is asked only where they occur.
; Your own queries/prose/claims.scm adds rules if its first line is "; extends", else it replaces these.

; Somebody died or was hurt: Two people were killed in the fire.
([(word) (capitalised)] @word
  (#any-of? @word "kill" "kills" "killed" "killing" "die" "dies" "died" "dying" "dead" "death" "deaths" "deadly"
    "fatal" "fatally" "fatality" "fatalities" "casualty" "casualties" "injure" "injured" "injures" "injuring"
    "injury" "injuries" "wound" "wounded" "wounding" "wounds" "hurt" "victim" "victims" "body" "bodies" "drowned"
    "drowning" "perished" "survived" "survivor" "survivors" "survive" "suicide" "burned" "burnt" "missing"
    "hospitalised" "hospitalized" "hospital" "rescued" "rescue" "evacuated" "starved" "massacre" "slain" "toll")
  (#set! feature "death"))

; Something broke or struck: The bridge collapsed after the flood.
([(word) (capitalised)] @word
  (#any-of? @word "earthquake" "earthquakes" "quake" "explosion" "explosions" "exploded" "blast" "blasts" "fire"
    "fires" "wildfire" "wildfires" "flood" "floods" "flooding" "flooded" "crash" "crashed" "crashes" "collapse"
    "collapsed" "storm" "storms" "hurricane" "cyclone" "tornado" "typhoon" "eruption" "erupted" "tsunami" "drought"
    "landslide" "avalanche" "accident" "accidents" "outbreak" "epidemic" "pandemic" "damage" "damaged" "destroyed"
    "destroy" "destruction" "struck" "hit" "sank" "sunk" "derailed" "leak" "leaked" "spill" "spilled" "burning"
    "collided" "collision" "debris" "rubble" "emergency" "disaster" "magnitude")
  (#set! feature "disaster"))

; Violence: Gunmen attacked the base.
([(word) (capitalised)] @word
  (#any-of? @word "attack" "attacks" "attacked" "attackers" "bomb" "bombs" "bombing" "bombings" "bombed" "shooting"
    "shootings" "shot" "shots" "gunman" "gunmen" "gun" "guns" "weapon" "weapons" "terrorist" "terrorists"
    "terrorism" "militant" "militants" "rebel" "rebels" "insurgents" "airstrike" "airstrikes" "missile" "missiles"
    "strikes" "troops" "soldiers" "fighters" "fighting" "fought" "war" "battle" "invasion" "invaded" "hostage"
    "hostages" "kidnapped" "abducted" "violence" "violent" "riot" "riots" "clashes" "clashed" "stabbed" "stabbing"
    "torture" "tortured" "genocide" "fired" "army" "military" "nuclear")
  (#set! feature "violence"))

; A crime, or what follows one: A man was arrested on suspicion of fraud.
([(word) (capitalised)] @word
  (#any-of? @word "murder" "murders" "murdered" "murderer" "manslaughter" "rape" "raped" "assault" "assaulted"
    "abuse" "abused" "fraud" "bribe" "bribes" "bribery" "corruption" "corrupt" "theft" "stole" "stolen" "robbery"
    "robbed" "burglary" "smuggling" "smuggled" "smugglers" "trafficking" "laundering" "embezzlement" "extortion"
    "perjury" "pornography" "crime" "crimes" "criminal" "criminals" "illegal" "illegally" "arrest" "arrested"
    "arrests" "suspect" "suspects" "suspected" "detained" "detention" "custody" "jail" "jailed" "prison"
    "imprisoned" "imprisonment" "inmate" "inmates" "police" "investigation" "investigations" "investigating"
    "investigated" "investigators" "gang" "cartel" "drugs" "drug" "hacked" "hackers" "homicide" "arson")
  (#set! feature "crime"))

; Somebody is said to have done wrong: She accused the firm of hiding the leak.
([(word) (capitalised)] @word
  (#any-of? @word "accuse" "accuses" "accused" "accusing" "accusation" "accusations" "allege" "alleges" "alleged"
    "allegedly" "alleging" "allegation" "allegations" "blame" "blames" "blamed" "blaming" "deny" "denies" "denied"
    "denying" "denial" "claim" "claims" "claimed" "claiming" "violate" "violated" "violates" "violating"
    "violation" "violations" "unlawful" "unlawfully" "misled" "mislead" "misleading" "lied" "lying" "lies" "false"
    "falsely" "failed" "failure" "failing" "ignored" "illegitimate" "wrongdoing" "misconduct" "scandal" "refused"
    "refuses" "refusing" "rejected" "negligence" "negligent" "discrimination" "racist" "cheated" "responsible"
    "complicit" "condemned" "criticised" "criticized" "guilty" "breach" "breached")
  (#set! feature "accusation"))

; Courts: The court sentenced him to four years.
([(word) (capitalised)] @word
  (#any-of? @word "court" "courts" "judge" "judges" "jury" "trial" "trials" "verdict" "sentence" "sentenced"
    "sentences" "sentencing" "convicted" "conviction" "acquitted" "acquittal" "charge" "charged" "charges" "charging"
    "indicted" "indictment" "prosecutor" "prosecutors" "prosecuted" "prosecution" "prosecute" "plea" "pleaded"
    "pleading" "lawsuit" "lawsuits" "sue" "sued" "suing" "suit" "plaintiff" "plaintiffs" "defendant" "defendants"
    "appeal" "appealed" "appeals" "ruling" "rulings" "ruled" "injunction" "testified" "testimony" "testify"
    "hearing" "hearings" "attorney" "lawyer" "lawyers" "parole" "bail" "penalty" "penalties" "punishable" "fine"
    "fined" "complaint" "unconstitutional" "impeached" "impeachment" "extradition" "extradite" "immunity" "counts")
  (#set! feature "court"))

; What only a court does: He was charged with fraud and pleaded guilty.
((word) @verb . (word) @next
  (#any-of? @verb "pleaded" "pled" "plead" "charged" "convicted" "sentenced" "acquitted" "indicted" "fined" "jailed")
  (#any-of? @next "guilty" "not" "no" "with" "of" "to" "for" "on" "in" "by")
  (#set! feature "court") (#set! type "law"))

; A court decides: The judge ordered the firm to pay back the loan.
((word) @court . (word) @decided
  (#any-of? @court "judge" "judges" "court" "courts" "jury" "tribunal" "magistrate" "magistrates")
  (#any-of? @decided "ordered" "orders" "ruled" "rules" "found" "sentenced" "convicted" "dismissed" "granted" "rejected"
    "blocked" "upheld" "overturned" "fined" "acquitted" "heard" "decided" "halted" "threw" "denied")
  (#set! feature "court") (#set! type "law"))

; Laws and rules: The bill would ban the niqab.
([(word) (capitalised)] @word
  (#any-of? @word "law" "laws" "legal" "legally" "legalise" "legalize" "legislation" "legislative" "bill" "bills"
    "act" "acts" "amendment" "amendments" "constitution" "constitutional" "treaty" "treaties" "decree" "directive"
    "directives" "regulation" "regulations" "rule" "rules" "ban" "bans" "banned" "banning" "prohibit" "prohibited"
    "prohibits" "mandate" "mandated" "mandatory" "statute" "ordinance" "clause" "article" "resolution" "resolutions"
    "sanction" "sanctions" "sanctioned" "policy" "policies" "agreement" "agreements" "deal" "accord" "pact" "permit"
    "permits" "permitted" "licence" "license" "required" "requires" "require" "requirement" "requirements"
    "eligible" "rights" "tariff" "tariffs" "embargo" "veto" "vetoed" "declaration" "declared" "official"
    "officially" "criteria" "restrictions" "restriction" "classified" "void" "lawful")
  (#set! feature "law"))

; Studies and papers: The report found that half of the wells were dry.
([(word) (capitalised)] @word
  (#any-of? @word "study" "studies" "researchers" "researcher" "scientist" "scientists" "findings" "finding"
    "survey" "surveys" "surveyed" "poll" "polls" "polling" "report" "reports" "published" "paper" "papers" "journal"
    "data" "statistics" "figures" "census" "analysis" "evidence" "experiment" "experiments" "document" "documents"
    "records" "letter" "memo" "research" "estimate" "estimates" "estimated" "index" "dossier" "audit" "review"
    "archive" "measured" "sample" "samples" "discovered" "discovery" "observed")
  (#set! feature "study"))

; Health: The vaccine cut infections by half.
([(word) (capitalised)] @word
  (#any-of? @word "virus" "viruses" "coronavirus" "disease" "diseases" "illness" "illnesses" "infected" "infection"
    "infections" "infectious" "vaccine" "vaccines" "vaccinated" "vaccination" "patient" "patients" "symptom"
    "symptoms" "treatment" "treatments" "treated" "cancer" "drug" "drugs" "medicine" "medicines" "medical"
    "surgery" "diagnosed" "diagnosis" "cases" "quarantine" "tested" "tests" "clinic" "clinical" "doctor" "doctors"
    "bacteria" "antibiotic" "antibiotics" "pneumonia" "stroke" "abortion" "abortions" "pregnancy" "health"
    "toxic" "radiation" "contaminated" "poison" "poisoned" "strain" "transmission")
  (#set! feature "health"))

; The most of its kind: It is the largest loan in the town's history.
([(word) (capitalised)] @word
  (#any-of? @word "largest" "biggest" "highest" "lowest" "smallest" "oldest" "youngest" "longest" "shortest"
    "fastest" "slowest" "greatest" "richest" "poorest" "deadliest" "strongest" "weakest" "busiest" "best" "worst"
    "likeliest" "record" "unprecedented" "unmatched" "unique" "sole" "tallest" "deepest" "heaviest" "hottest"
    "coldest" "closest" "nearest" "fewest" "wealthiest" "cheapest" "finest" "safest" "newest" "history" "historic"
    "number-one" "foremost" "topmost" "maximum" "minimum" "peak" "unparalleled" "rarest" "commonest" "broadest")
  (#set! feature "superlative"))

; Words that only sometimes say so: He was the only witness; most of them left.
([(word) (capitalised)] @word
  (#any-of? @word "most" "least" "ever" "never" "only" "leading" "top" "latest" "earliest" "majority" "largely" "main"
    "mainly" "chief" "key" "major" "premier" "especially" "particularly" "even")
  (#set! feature "superlative_perhaps"))

; The first or the only one: the first woman to lead the council
((word) @the . (word) @one
  (#any-of? @the "the" "The" "its" "his" "her" "their" "a" "only" "very") (#any-of? @one "first" "only" "last" "second"
    "third" "fourth" "fifth" "most" "least" "sole" "same" "largest" "biggest" "highest" "youngest" "oldest")
  (#set! feature "the_first"))

; The most …: the most prominent builders, the least known
((word) @the . (word) @most . (word) @kind
  (#any-of? @the "the" "The" "among" "world's" "is" "was") (#any-of? @most "most" "least" "second" "largest")
  (#set! feature "the_most"))

; Never before: the first storm ever seen, never before
((word) @a . (word) @b
  (#any-of? @a "never" "since" "ever" "than" "as" "far" "compared" "unlike" "so" "not" "more" "other" "in")
  (#any-of? @b "before" "records" "recorded" "ever" "seen" "any" "usual" "previously" "with" "to" "than" "far" "history"
    "most" "other" "comparison" "contrast")
  (#set! feature "never_before"))

; More than an amount says how much, not how two things compare: more than 40 boats
((word) @more . (word) @than . [(number) (money) (percent)]
  (#any-of? @more "more" "less" "fewer" "higher" "lower" "better" "greater" "longer" "other") (#eq? @than "than")
  (#set! feature "more_than_number"))

; One thing measured by another: Rents rose faster than wages.
([(word) (capitalised)] @word
  (#any-of? @word "than" "more" "less" "fewer" "higher" "lower" "larger" "smaller" "bigger" "greater" "better"
    "worse" "faster" "slower" "older" "younger" "longer" "shorter" "stronger" "weaker" "cheaper" "compared"
    "comparison" "compare" "unlike" "similar" "similarly" "same" "equal" "equivalent" "twice" "double" "doubled"
    "triple" "tripled" "quadrupled" "half" "outnumber" "outnumbered" "exceed" "exceeds" "exceeded" "exceeding"
    "surpass" "surpassed" "surpassing" "rival" "versus" "whereas" "likewise" "reminiscent" "relative" "easier"
    "harder" "safer" "richer" "poorer" "closer" "further" "farther" "earlier" "sooner" "behind" "ahead" "fold")
  (#set! feature "comparison"))

; Two amounts: 310,000 crates, up from 284,000; compared with 9 percent
((word) @up . (word) @from . [(number) (money) (percent)]
  (#any-of? @up "up" "down" "compared") (#any-of? @from "from" "with" "to")
  (#set! feature "comparison") (#set! type "comparison"))

; A change in an amount: Sales fell by a third.
([(word) (capitalised)] @word
  (#any-of? @word "rise" "rises" "rose" "risen" "rising" "fall" "falls" "fell" "fallen" "falling" "grow" "grows"
    "grew" "grown" "growing" "growth" "increase" "increases" "increased" "increasing" "increasingly" "decrease"
    "decreases" "decreased" "decline" "declined" "declining" "drop" "drops" "dropped" "dropping" "reduce" "reduced"
    "reduces" "reducing" "reduction" "cut" "cuts" "cutting" "expand" "expanded" "expansion" "shrink" "shrank"
    "shrunk" "gain" "gained" "gains" "lost" "loss" "losses" "surge" "surged" "soared" "plunged" "jumped" "climbed"
    "tumbled" "slowed" "spike" "raised" "raise" "lowered" "added" "widened" "narrowed")
  (#set! feature "change"))

; An amount: Some 40 of the town's 300 shops stand empty.
([(word) (capitalised)] @word
  (#any-of? @word "million" "billion" "trillion" "thousand" "thousands" "hundreds" "dozens" "dozen" "percent"
    "percentage" "rate" "rates" "number" "numbers" "total" "average" "amount" "proportion" "share" "quarter" "third"
    "approximately" "roughly" "nearly" "almost" "about" "around" "least" "estimated" "per" "votes" "population"
    "each" "several" "many" "capacity" "turnout" "margin" "miles" "kilometers" "kilometres" "acres")
  (#set! feature "amount"))

; Money and work: The council cut taxes and hired 40 teachers.
([(word) (capitalised)] @word
  (#any-of? @word "tax" "taxes" "taxpayers" "budget" "budgets" "deficit" "deficits" "debt" "debts" "dollars" "cost"
    "costs" "price" "prices" "pay" "paid" "pays" "wage" "wages" "income" "incomes" "jobs" "job" "unemployment"
    "unemployed" "economy" "economic" "inflation" "recession" "poverty" "spending" "spend" "spent" "funding"
    "funds" "fund" "funded" "invest" "invested" "investment" "investments" "loan" "loans" "bank" "banks" "profit"
    "profits" "revenue" "revenues" "trade" "exports" "imports" "oil" "gas" "energy" "insurance" "medicare"
    "medicaid" "pension" "pensions" "mortgage" "salary" "subsidies" "welfare" "billions" "millions" "sold" "bought"
    "worth" "market" "stock" "shares" "manufacturing" "businesses" "companies" "workers")
  (#set! feature "economy"))

; Votes and offices: Parliament passed the bill.
([(word) (capitalised)] @word
  (#any-of? @word "vote" "voted" "votes" "voting" "voter" "voters" "ballot" "ballots" "elected" "election"
    "elections" "electoral" "candidate" "candidates" "campaign" "nominee" "nominated" "nomination" "primary"
    "primaries" "passed" "supported" "opposed" "introduced" "endorsed" "seats" "seat" "coalition" "parliament"
    "congress" "senate" "senators" "senator" "governor" "legislators" "lawmakers" "inaugurated" "sworn" "delegates"
    "referendum" "polls" "approved" "signed" "appointed" "resigned" "resign" "resignation")
  (#set! feature "politics"))

; Something happened: The firm opened a plant in May.
([(word) (capitalised)] @word
  (#any-of? @word "announced" "held" "took" "launched" "began" "started" "ended" "released" "won" "opened" "closed"
    "met" "visited" "made" "gave" "received" "left" "arrived" "came" "went" "became" "moved" "returned" "joined"
    "signed" "agreed" "banned" "lifted" "imposed" "issued" "created" "established" "founded" "built" "suspended"
    "cancelled" "canceled" "postponed" "delayed" "withdrew" "withdrawn" "removed" "replaced" "changed" "followed"
    "occurred" "happened" "declared" "ordered" "published" "posted" "discovered" "recovered" "escaped" "fled"
    "blocked" "seized" "captured" "confirmed" "ran" "led" "brought" "sent" "tested" "finished" "completed" "broke"
    "protested" "protest" "protests" "demonstrated" "attended" "celebrated" "entered" "sparked" "gathered" "hosted"
    "performed" "played" "born" "married" "graduated" "retired" "awarded" "presented" "received" "filed" "beat")
  (#set! feature "happened"))

; A word that names a cause: The fire was caused by a leak.
([(word) (capitalised)] @word
  (#any-of? @word "because" "cause" "causes" "caused" "causing" "due" "owing" "thanks" "therefore" "thus" "hence"
    "consequently" "result" "results" "resulted" "resulting" "consequence" "consequences" "trigger" "triggered"
    "prompt" "prompted" "prompting" "sparked" "provoked" "attributed" "ascribed" "attributing" "reason" "reasons"
    "contributed" "contributing" "forced" "forcing" "affect" "affected" "affects" "affecting" "effect" "effects"
    "impact" "influence" "influenced" "influencing" "enabled" "prevented" "prevent" "responsible" "citing" "cited"
    "amid" "motivated" "motive" "complications" "linked" "inspired" "leading" "stemmed" "stems" "blamed")
  (#set! feature "cause"))

; Surely a cause: The road was closed because of snow.
([(word) (capitalised)] @word
  (#any-of? @word "because" "cause" "causes" "caused" "causing" "due" "owing" "resulted" "resulting" "consequence"
    "triggered" "prompted" "provoked" "sparked" "attributed" "ascribed" "therefore" "thus" "hence" "contributed"
    "complications" "forcing" "killing" "leaving" "allowing" "enabling" "making" "preventing" "blamed")
  (#set! feature "cause_surely"))

; One thing led to another: The strike led to delays.
((word) @verb . (word) @to
  (#any-of? @verb "led" "lead" "leads" "leading" "rise" "contributed" "contributes" "thanks" "owing" "due"
    "response" "reaction" "prior" "linked" "subject")
  (#eq? @to "to") (#set! feature "led_to"))

; Because of something: The match was off because of the rain.
((word) @cause . (word) @of
  (#any-of? @cause "because" "result" "died" "view" "light" "fear" "cause" "effects" "victim")
  (#eq? @of "of") (#set! feature "because_of"))

; For doing something: He was fined for parking on the pier.
((word) @for . (word) @doing
  (#any-of? @for "for" "by" "from" "without") (#match? @doing "ing$")
  (#set! feature "for_doing"))

; Over something: The minister resigned over the leak.
((word) @word
  (#any-of? @word "over" "despite" "although" "though" "amidst" "so" "whereby" "based")
  (#set! feature "over"))

; A condition: If it grew, it would be given a name.
([(word) (capitalised)] @word
  (#any-of? @word "if" "unless" "otherwise" "provided" "once" "until")
  (#set! feature "condition"))

; A share or a chance: a one-in-five chance
([(word) (capitalised)] @word
  (#any-of? @word "chance" "chances" "odds" "likelihood" "probability" "risk" "threat" "potential")
  (#set! feature "chance"))

; Beyond doubt: The fire was caused by a leak. The match was off due to rain.
((word) @cause . (word) @by
  (#any-of? @cause "caused" "due" "because" "triggered" "owing" "resulted") (#any-of? @by "by" "to" "of" "from" "in")
  (#set! feature "cause_surely") (#set! type "cause"))

; One thing after another: The move comes after two strikes.
([(word) (capitalised)] @word
  (#any-of? @word "after" "following" "since" "subsequently" "afterwards" "before" "during" "while" "when" "as")
  (#set! feature "after"))

; To what end: The wall was built to keep the sea out.
((word) @word . (word) @to
  (#any-of? @word "order" "attempt" "effort" "efforts" "designed" "intended" "aimed" "meant" "able" "unable" "forced"
    "helped" "used" "trying" "tried")
  (#eq? @to "to") (#set! feature "in_order_to"))

; What is to come: The bridge will open in May.
([(word) (capitalised)] @word
  (#any-of? @word "will" "shall" "plan" "plans" "planned" "planning" "intend" "intends" "intended" "intention"
    "expected" "expects" "expect" "scheduled" "slated" "upcoming" "forthcoming" "future" "propose" "proposes"
    "proposed" "proposal" "proposals" "promise" "promised" "promises" "promising" "vow" "vowed" "vows" "pledge"
    "pledged" "pledges" "aim" "aims" "aimed" "hope" "hopes" "hoping" "seek" "seeks" "seeking" "tomorrow" "soon"
    "eventually" "prepare" "preparing" "negotiate" "negotiations" "ahead" "set" "goal" "continue" "until"
    "wants" "agreed" "considering" "'ll" "forecast" "forecasts" "projected" "pending" "unveil" "introduce")
  (#set! feature "plan"))

; What will be: It will open in May.
([(word) (capitalised)] @word
  (#any-of? @word "will" "won't" "shall" "'ll" "upcoming" "forthcoming" "scheduled" "slated" "planned" "plans" "tomorrow"
    "intends" "forecast" "pledged" "vowed" "promised")
  (#set! feature "will"))

; The same, in the past's words: He said he would resign.
([(word) (capitalised)] @word
  (#any-of? @word "would" "wouldn't" "could" "should" "going")
  (#set! feature "would"))

; It is to be: The paper is to close; the mayor is set to resign; they plan to sell.
((word) @word . (word) @to
  (#any-of? @word "is" "are" "set" "plan" "plans" "planned" "planning" "going" "expected" "due" "scheduled" "hope"
    "hopes" "aims" "aim" "intends" "intend" "wants" "want" "promised" "vowed" "pledged" "agreed" "about" "ready"
    "prepared" "seeks" "decided" "refused" "continue" "proposed")
  (#eq? @to "to") (#set! feature "is_to"))

; Something not sure: The strike may last for weeks.
([(word) (capitalised)] @word
  (#any-of? @word "may" "might" "could" "possibly" "perhaps" "likely" "unlikely" "apparently" "seemingly" "suggest"
    "suggests" "suggested" "appears" "appeared" "appear" "seem" "seems" "seemed" "probably" "potentially"
    "potential" "believed" "presumably" "presumed" "speculated" "speculation" "unclear" "uncertain" "possible"
    "possibility" "expected" "maybe" "if" "unless" "whether" "projected" "predicted" "estimated")
  (#set! feature "hedge"))

; Somebody unnamed is the source: Officials told reporters that two ships had left.
([(word) (capitalised)] @word
  (#any-of? @word "reportedly" "allegedly" "supposedly" "purportedly" "anonymous" "anonymously" "unnamed"
    "unidentified" "sources" "source" "eyewitnesses" "eyewitness" "witnesses" "insiders" "rumours" "rumors"
    "rumoured" "rumored" "undisclosed")
  (#set! feature "anonymous"))

; People who speak together: Residents said the water was brown.
([(word) (capitalised)] @word
  (#any-of? @word "officials" "official" "authorities" "residents" "resident" "critics" "experts" "protesters"
    "observers" "activists" "supporters" "organizers" "organisers" "organiser" "media" "press" "outlets" "reports"
    "site" "website" "users" "members" "politicians" "legislators" "spectators" "some" "others" "analysts"
    "neighbours" "neighbors" "police" "prosecutors" "investigators" "locals" "people" "poster" "blogger" "estimates")
  (#set! feature "unnamed_group"))

; It was reported: It was reported that he had left.
((word) @was . (word) @reported
  (#any-of? @was "was" "were" "is" "are" "been" "widely" "being")
  (#any-of? @reported "reported" "reportedly" "said" "believed" "suspected" "thought" "alleged" "rumored" "rumoured"
    "estimated" "understood" "considered" "expected" "projected" "described" "known" "called" "named")
  (#set! feature "was_reported"))

; According to: The road is closed, according to the police.
((word) @word . (word) @to
  (#eq? @word "according") (#eq? @to "to")
  (#set! feature "according_to") (#set! voice "attributed"))

; Saying it is doing it: The governor declared an emergency.
((word) @verb . (word) @thing
  (#any-of? @verb "announce" "announces" "announced" "announcing" "declare" "declares" "declared" "declaring" "denounce"
    "denounced" "confess" "confessed" "observe" "observed" "observing" "demonstrate" "demonstrated" "share" "shared"
    "promise" "promised" "offer" "offered" "offering" "order" "ordered" "ordering" "recall" "recalled" "agree" "agreed"
    "present" "presented" "propose" "proposed" "reject" "rejected" "ruled" "signed" "disclosed" "predict" "predicted"
    "confirmed" "condemned" "criticised" "criticized" "praised" "described" "identified" "disparaged" "called"
    "claimed" "launched" "urged" "vowed" "thanked" "congratulated")
  (#lexicon? @thing "determiner" "preposition" "article" "pronoun_male" "pronoun_female")
  (#set! feature "act_of_speech"))

; A word of speech beside the main verb: He resigned, citing the leak.
([(word) (capitalised)] @word
  (#any-of? @word "saying" "telling" "adding" "noting" "citing" "calling" "claiming" "arguing" "warning" "explaining"
    "stating" "insisting" "suggesting" "describing" "accusing" "denying" "urging" "asking" "announcing" "alleging"
    "observing" "promising" "asserting" "writing" "tweeting" "reporting" "speaking")
  (#set! feature "saying"))

; That something is so: She said that the bridge was closed; figures show that it is old.
((word) @verb . (word) @that
  (#lexicon? @verb "speech" "report" "belief") (#any-of? @that "that" "there" "it" "they" "he" "she" "we")
  (#set! feature "said_that"))

; What a text or a group holds: The study found …, estimates suggest …
([(word) (name)] @source . (word) @verb
  (#lexicon? @source "document" "group")
  (#any-of? @verb "found" "finds" "shows" "showed" "show" "suggests" "suggest" "suggested" "state" "states" "stated"
    "say" "says" "said" "established" "estimates" "estimated" "estimate" "indicates" "indicate" "indicated" "concluded"
    "report" "reports" "reported" "debate" "believe" "claim" "claims" "claimed" "confirmed" "told" "warned")
  (#set! feature "found_that"))

; Who somebody is: Ann Field, a former mayor, was born in Leeds.
([(word) (capitalised)] @word
  (#any-of? @word "former" "formerly" "ex" "born" "served" "serves" "serving" "founder" "founded" "co-founder" "known"
    "named" "called" "nicknamed" "member" "members" "based" "located" "native" "owner" "owned" "owns" "career"
    "graduate" "graduated" "studied" "employee" "worked" "works" "home" "part" "includes" "included" "including"
    "consists" "comprises" "represents" "represented" "headquarters" "capital" "widow" "husband" "wife" "son"
    "daughter" "brother" "sister" "father" "mother" "aged" "branch" "subsidiary" "alias" "incumbent" "deputy"
    "title" "role" "position" "post" "rank" "type" "kind")
  (#set! feature "who_is"))

; It is a …: The lake is a reservoir.
((word) @is . (word) @a
  (#any-of? @is "is" "was" "are" "were" "became" "as" "being") (#any-of? @a "a" "an" "the" "one")
  (#set! feature "is_a"))

; A name, a comma and what it is: Leeds, a city in the north, …
((name) . (comma) . (word) @a
  (#any-of? @a "a" "an" "the" "who" "which" "whose" "where" "then" "now" "one" "formerly" "former" "his" "her" "also")
  (#set! feature "name_comma"))

; The reverse: the director, Ann Field, …
((word) . (comma) . (name) @name . (comma)
  (#set! feature "comma_name"))

; A word before a name that says who it is: police chief Ann Field
((word) @role . (name) @name
  (#lexicon? @role "role") (#set! feature "role_name"))

; Nothing of the kind: The report does not name him.
([(word) (capitalised)] @word
  (#any-of? @word "not" "no" "never" "none" "nothing" "nobody" "without" "neither" "nor" "n't" "didn't" "don't"
    "doesn't" "wasn't" "weren't" "isn't" "aren't" "hasn't" "haven't" "hadn't" "won't" "can't" "cannot" "couldn't")
  (#set! feature "negation"))

; An opinion or a wish, which no source settles: It was a wonderful day.
([(word) (capitalised)] @word
  (#any-of? @word "good" "great" "bad" "terrible" "wonderful" "beautiful" "amazing" "incredible" "proud" "happy" "sad"
    "glad" "sorry" "love" "loved" "hate" "like" "feel" "feels" "felt" "think" "thinks" "believe" "believes" "want"
    "need" "needs" "must" "should" "right" "wrong" "important" "concern" "concerned" "deeply" "really" "very"
    "truly" "simply" "just" "hard" "difficult" "interesting" "nice" "fair" "unfair" "hope" "wish" "dream" "honour"
    "honor" "thoughts" "prayers" "respect" "deserve" "better" "worthy" "strong" "clear" "clearly" "absolutely"
    "obviously" "frankly" "matter" "matters" "freedom" "values" "courage" "heart" "spirit" "moral")
  (#set! feature "opinion"))

; Talk between people: Thank you. Let me ask you this.
([(word) (capitalised)] @word
  (#any-of? @word "thank" "thanks" "please" "welcome" "hello" "okay" "ok" "yes" "yeah" "well" "sir" "madam" "let"
    "let's" "question" "questions" "answer" "ask" "asking" "talk" "talking" "tell" "say" "saying" "debate" "listen"
    "look" "see" "know" "mean" "guess" "you" "your" "you're" "you've" "tonight" "folks" "gentlemen" "ladies"
    "applause" "minute" "minutes" "congratulations" "oh" "gonna")
  (#set! feature "talk"))

; The speaker's own words for what is thought: I think, I want, we have to
((word) @i . (word) @verb
  (#any-of? @i "i" "I" "we" "We") (#any-of? @verb "think" "want" "believe" "hope" "feel" "would" "will" "mean" "guess"
    "know" "need" "can" "should" "must" "could" "love" "am" "are" "do" "don't" "just")
  (#set! feature "i_think"))

; What the speaker did, which can be looked up: I voted for the bill, we have created jobs
((word) @i . (word) @verb
  (#any-of? @i "i" "I" "we" "We") (#any-of? @verb "have" "had" "voted" "was" "were" "did" "supported" "created" "passed"
    "opposed" "went" "said" "served" "signed" "cut" "put" "introduced" "worked" "lost" "built" "spent" "spend" "'ve")
  (#set! feature "i_did"))

; A link in talk: And, But, So at the beginning of a sentence
((word) @word
  (#any-of? @word "And" "But" "So" "Because" "Now" "Well" "Or" "Then")
  (#set! feature "spoken_link"))

; What has been seen or shown: footage showed smoke
([(word) (capitalised)] @word
  (#any-of? @word "footage" "video" "videos" "photo" "photos" "photograph" "photographs" "image" "images" "picture"
    "pictures" "recording" "tape" "screenshot" "tweet" "tweeted" "twitter" "facebook" "posted" "caption" "map")
  (#set! feature "footage"))

; Place and distance: two miles south of the river
([(word) (capitalised)] @word
  (#any-of? @word "north" "south" "east" "west" "northern" "southern" "eastern" "western" "northwest" "northeast"
    "southwest" "southeast" "city" "town" "village" "province" "region" "county" "district" "country" "island"
    "coast" "border" "river" "lake" "street" "avenue" "road" "highway" "airport" "station" "building" "near" "across")
  (#set! feature "where"))
