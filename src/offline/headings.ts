const set = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words of headings that name a document's parts, not its subject. */
const partWords = set(`
  section chapter unit module lesson conceptual practice review additional general further key learning problem problems check your
  understanding understand the a an and to for of in on with solving strategy strategies thing things great idea ideas making connection
  connections takehome introduction introductory overview summary summaries conclusion conclusions discussion discussions background
  abstract preface foreword acknowledgment acknowledgments acknowledgement acknowledgements appendix appendices content contents table tables
  index glossary reference references bibliography note notes footnote footnotes exercise exercises question questions answer answers
  solution solutions example examples figure figures equation equations objective objectives goal goals outcome outcomes term terms point
  points takeaway takeaways concept concepts quiz quizzes test tests homework activity activities experiment experiments investigation
  investigations application applications motivation result results method methods material materials procedure procedures reading readings
  link links resource resources about this part step steps misconception misconceptions alert phet exploration explorations tip tips hint
  hints extended topic topics reasonable unreasonable construct own integrated untitled document page first see also more faq changelog
  warning warnings caution danger important info interviewer interviewee moderator narrator transcript
  known knowns unknowns license readme getting started usage what why how is are do does it we you our chapters sections tables
`);
const backMatter =
  /\b(?:exercises?|problems?|questions?|homework|quiz|answers?|references|bibliography|acknowledge?ments?|further reading|see also)\b/i;
const opening =
  /^(?:an?\s+)?(?:brief\s+)?(?:further|more on|introduction|introducing|overview|review|summary|basics|fundamentals)(?:\s+(?:to|of))?(?:\s*:)?\s+/i;
const numbering =
  /^(?:(?:chapter|section|part|unit|lesson|module|appendix)\s+)?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,5}|[A-H])(?:[.):]|\s+[–—-])?\s+/;

/** Does the text stand among exercises, references and the like, where terms are used and not introduced? */
export function isBackMatter(headings: readonly string[]): boolean {
  return headings.slice(-1).some((heading) => backMatter.test(heading));
}

/**
 * Subject that a heading gives its section, or nothing when it only names a part ("Summary", "Example 3") or is no
 * name at all (a question, a whole sentence).
 */
export function headingSubject(heading: string): string | undefined {
  const plain = heading
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .replace(numbering, '')
    .replace(/\s*[:：]$/, '');
  if (/[?!]$/.test(plain) || /^example\b/i.test(plain)) return undefined;
  const parts = plain.split(/:\s+|\s+[–—]\s+|—/).map((part) =>
    part
      .replace(opening, '')
      .replace(/^(?:an?|the)\s+/i, '')
      .replace(/\s*\([^()]*\)$/, '')
      .trim(),
  );
  const subject = parts.find((part) => !isPart(part));
  if (subject === undefined || !/\p{L}{3}/u.test(subject) || subject.split(' ').length > 7 || /[.=<>{}|\\]/.test(subject)) return undefined;
  return subject;
}

/** Does it name nothing but a document's part? */
export function isPart(text: string): boolean {
  return (text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? []).every((word) => partWords.has(word));
}
