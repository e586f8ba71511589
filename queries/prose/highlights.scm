; For looking at trees with :InspectTree while writing rules; nothing starts this parser on a draft.
(quotation (open_mark) @punctuation.bracket)
(quotation (close_mark) @punctuation.bracket)
(quotation (sentence) @string)
(open_bracket) @punctuation.bracket
(close_bracket) @punctuation.bracket
(name) @constant
(initials) @constant
(abbreviation) @constant.macro
(clitic) @operator
[(number) (percent) (money)] @number
(url) @string.special.url
[(comma) (semicolon) (colon) (dash) (hyphen) (ellipsis) (stop)] @punctuation.delimiter
