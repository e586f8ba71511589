// The shape of prose: sentences, quotations and the tokens in them, in any Latin-script language.
// Every token comes from scanner.c, which also decides where sentences end and what a mark means; the
// rules below only nest them. Any bytes at all parse without an error.
//
//   (document (sentence …)…)
//   sentence    tokens, quotations, brackets and names side by side, up to the stop that ends it
//   quotation   open_mark, sentences, close_mark (missing if the mark is never closed); fields `open`, `close`
//   bracketed   open_bracket, sentences, close_bracket, likewise; round, square and curly ones
//   name        capitalised words in a row, a title before them included: (capitalised), (initials),
//               (abbreviation), (hyphen): "Sen. Mary-Ann J. Smith"
//   word        any other word; also a capitalised one that only begins a sentence ("The", "He"), and "I"
//   clitic      's after a word or name, and the apostrophe of a plural possessor
//   abbreviation  in lower case ("a.m.", "vs.")
//   number money percent url comma semicolon colon dash hyphen ellipsis stop punct
//
// A stop inside a quotation ends a sentence of the quotation; the sentence around it goes on if the words
// behind the quotation do: (sentence (quotation (sentence …)) (name) (word) (stop)).

// One to `count` of `rule` in a row. Written out, since each round of a `repeat` costs a node.
const upTo = (count, rule) => (count === 1 ? rule : seq(rule, optional(upTo(count - 1, rule))));

module.exports = grammar({
  name: "prose",
  externals: ($) => [
    $._sentence_end, $._auto_close, $.open_mark, $.close_mark, $.open_bracket, $.close_bracket,
    $.word, $.capitalised, $.initials, $._title, $.abbreviation, $.clitic, $.number, $.money, $.percent,
    $.url, $.comma, $.semicolon, $.colon, $.dash, $.hyphen, $._name_hyphen, $.ellipsis, $.stop, $.punct,
    $._peek, $._error,
  ],
  extras: () => [/[\s\u0085\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/],
  rules: {
    document: ($) => repeat($.sentence),
    sentence: ($) => seq(repeat1($._run), $._sentence_end),
    _run: ($) => prec.right(upTo(4, $._item)),
    _item: ($) =>
      choice(
        $.name, $.word, $.abbreviation, $.clitic, $.number, $.money, $.percent, $.url, $.comma,
        $.semicolon, $.colon, $.dash, $.hyphen, $.ellipsis, $.stop, $.punct, $.quotation, $.bracketed,
        $._peek,
      ),
    quotation: ($) =>
      seq(field("open", $.open_mark), repeat($.sentence), choice(field("close", $.close_mark), $._auto_close)),
    bracketed: ($) =>
      seq(
        field("open", $.open_bracket), repeat($.sentence),
        choice(field("close", $.close_bracket), $._auto_close),
      ),
    name: ($) => prec.right(seq($._part, repeat(choice($._part, alias($._name_hyphen, $.hyphen))))),
    _part: ($) => choice($.capitalised, $.initials, alias($._title, $.abbreviation)),
  },
});
