---@meta
-- What crosses the border between the C module `copydesk.core` and the Lua layer: the shapes of its
-- results and the methods of its objects. Nothing requires this file; language servers read it, and
-- csrc/lua_core.c keeps to it.
--
-- Rows and columns count from 0, columns are bytes. Spans are half open: [row, col) to [end_row,
-- end_col). `start_byte` and `end_byte` are offsets into the text given to open() and changed by
-- edit().

---@class copydesk.Span
---@field row integer
---@field col integer
---@field end_row integer
---@field end_col integer
---@field start_byte integer
---@field end_byte integer

---@class copydesk.Mention: copydesk.Span
---@field entity integer? entity id
---@field type string "PERSON", "GPE", …
---@field form "name"|"nominal"|"pronoun"
---@field gender string
---@field in_quotation boolean
---@field confidence number 0 to 1
---@field title copydesk.Span? of mentions_of(): the title or role beside a name

---@class copydesk.Quotation: copydesk.Span
---@field type "direct"|"mixed"|"indirect"
---@field speech boolean false: marks around a title, a nickname, irony
---@field not_speech "title"|"scare"? what they are then
---@field content copydesk.Span[]
---@field cue copydesk.Span?
---@field source copydesk.Span?
---@field speaker integer? entity id; nil: unattributed
---@field speaker_name string?
---@field confidence number below 0.5 it shows with "?"
---@field unclosed boolean its mark is never closed
---@field continued boolean it goes on in the next paragraph
---@field correction integer? number of what the user said of its speaker, in correct_speakers()

---@class copydesk.Claim: copydesk.Span
---@field score number 0 to 1, orders the list
---@field priority integer 3 must, 2 should, 1 low
---@field types string[] "event", "quantity", …
---@field voice "author"|"attributed"|"quoted"
---@field vague boolean
---@field speaker integer? entity id

---@class copydesk.Entity
---@field id integer
---@field type string
---@field gender string
---@field name string fullest form in the draft
---@field mention_count integer
---@field quotation_count integer
---@field quoted_words integer
---@field row integer of its first mention
---@field col integer

---@class copydesk.Counts of the whole draft, without making a table for each
---@field quotations integer direct and mixed ones that are speech
---@field unattributed integer those of them without a speaker
---@field indirect integer
---@field claims integer

---@class copydesk.At what lies under a position; each nil if nothing does
---@field mention copydesk.Mention?
---@field quotation copydesk.Quotation? the innermost
---@field claim copydesk.Claim?

---@class copydesk.Correction what the user says about a name, wherever it stands
---@field kind "same"|"not_name"|"type" means what another name means; is none; is of a type
---@field name string as it is written; for "same" also a role ("the mayor")
---@field other string? for "same": the other name
---@field type string? for "type": "PERSON", "ORG", …

---@class copydesk.SpeakerMark whose a quotation is, as the user says
---@field words string its first content
---@field before string words of the draft around that
---@field behind string
---@field speaker string a name in the draft; "": nobody
---@field mark string? id in the ledger
---@field who string?
---@field line integer? where it stood, from 1

---@alias copydesk.SpeakerState "holds"|"gone"|"doubtful"|"no_name"

-- edit() replaces bytes and returns the first and the last row that may read otherwise now
-- (inclusive); bytes that are equal at both ends are trimmed first. Rows that are asked for are
-- inclusive; without them the whole draft is. entities() are in order of their first mention.
---@class copydesk.Document
---@field edit fun(self, start_byte: integer, old_len: integer, new_text: string): integer, integer
---@field sentences fun(self, from_row?: integer, to_row?: integer): copydesk.Span[]
---@field mentions fun(self, from_row?: integer, to_row?: integer): copydesk.Mention[]
---@field mentions_of fun(self, entity: integer): copydesk.Mention[] all that mean one entity
---@field quotations fun(self, from_row?: integer, to_row?: integer): copydesk.Quotation[]
---@field claims fun(self, from_row?: integer, to_row?: integer): copydesk.Claim[]
---@field entities fun(self, min_quotations?: integer): copydesk.Entity[]
---@field entity fun(self, id: integer): copydesk.Entity? the first after an edit counts the draft
---@field name fun(self, id: integer): string?, string? its name and type alone, at once
---@field at fun(self, row: integer, col: integer): copydesk.At
---@field text fun(self, start_byte: integer, end_byte: integer): string
---@field len fun(self): integer bytes
---@field row_count fun(self): integer lines; a text that ends with "\n" has an empty last row
---@field position fun(self, byte: integer): integer, integer row and column, clamped
---@field offset fun(self, row: integer, col: integer): integer clamped
---@field counts fun(self): copydesk.Counts
---@field set_wrap fun(self, wrap: "auto"|"soft"|"hard")
---@field message fun(self): string? a rule that was switched off
---@field correct fun(self, corrections: copydesk.Correction[]) replaces all that there were
---@field correct_speakers fun(self, speakers: copydesk.SpeakerMark[]) the same
---@field speaker_state fun(self, number: integer): copydesk.SpeakerState of one, from 1
---@field paragraph fun(self, row: integer): integer, integer its rows, with blank ones behind it
---@field unread fun(self): integer paragraphs that could not be read
---@field digest fun(self): string equal for two documents with the same text and the same reading
---@field close fun(self) frees it now; using it afterwards is an error

---@class copydesk.Rules
---@field messages fun(self): string[] "FILE:LINE:COLUMN: what is wrong"

---@class copydesk.Worker reads a text on a thread of its own
---@field feed fun(self, text: string) appends to its copy; before start()
---@field start fun(self): boolean, string?
---@field fd fun(self): integer readable when the reading is done; stop polling it before close()
---@field take fun(self): copydesk.Document?, string? nil without a reason: still reading
---@field close fun(self) ends it; waits for nothing

---@alias copydesk.Status "unchecked"|"querying"|"verified"|"corrected"|"disputed"|"unverifiable"
---|"cut"|"not_claim"|"stale"|"conflict"

---@class copydesk.Source
---@field kind string? "document", "interview", "link", "observation"
---@field reference string "confidential source 1" unless {reveal = true} was asked for
---@field seen string? date
---@field confidential boolean?

---@class copydesk.MarkedClaim: copydesk.Claim
---@field status copydesk.Status
---@field mark string? id of its mark in the ledger
---@field sources copydesk.Source[]?
---@field note string?
---@field who string?
---@field time string?
---@field not_claim boolean? marked as no claim
---@field unverified boolean counts as work to do
---@field conflict {status: string, who: string?, time: string?}[]? who disagree on its status
---@field stale boolean? the words, or what they refer to, changed after the mark
---@field was string? of a stale one: the words that were marked
---@field difference string? of a stale one: what changed, "“20” → “30”"
---@field orphan boolean? its words stand nowhere, or in several places: it has no position (row 0)
---@field words string? of an orphan: the words it was given
---@field line integer? of an orphan: where they stood, from 1
---@field candidates copydesk.Span[]? of an orphan: where its words stand

---@class copydesk.MarkOptions
---@field status copydesk.Status? none: as it is
---@field sources copydesk.Source[]? none: as they are
---@field note string?
---@field speaker string? whose words they are; without a status it is a mark of its own
---@field who string?
---@field mark string? the mark to move to these words (an orphan's); none: theirs, or a new one

-- apply() gives all claims in order of the text, then orphans. mark() returns the mark's id once it
-- is on the disk, undo() the event that takes back the latest one of a mark, or of `who`; or nil
-- and why not. messages() are torn, foreign and unknown lines and other problems.
---@class copydesk.Ledger
---@field apply fun(self, doc: copydesk.Document, opts?: {reveal: boolean}): copydesk.MarkedClaim[]
---@field mark fun(self, doc, start_byte, end_byte, mark: copydesk.MarkOptions): string?, string?
---@field undo fun(self, options?: {who: string?, mark: string?}): table?, string?
---@field refresh fun(self): boolean?, string? reads what others wrote; whether that was anything
---@field close fun(self)
---@field correct fun(self, correction: copydesk.Correction): string?, string? and `who`
---@field corrections fun(self): copydesk.Correction[]
---@field speakers fun(self): copydesk.SpeakerMark[] as correct_speakers() takes them
---@field events fun(self, opts?: {reveal: boolean}): table[] as written, in order
---@field messages fun(self): string[]

-- ledger() reads the file if it exists; nothing is made before the first mark. A new one takes its
-- owner, group and mode from `draft`.
---@class copydesk.Core
---@field version string
---@field shared string libraries linked shared, since there is no archive of them; "" if none
---@field rules fun(folders?: string[]): copydesk.Rules
---@field open fun(text: string, rules?: copydesk.Rules): copydesk.Document
---@field worker fun(rules?: copydesk.Rules): copydesk.Worker
---@field ledger fun(path: string, options?: {draft: string}): copydesk.Ledger
