const contentsTitle =
  /^(?:(?:table of )?contents|on this page|in this (?:article|page|section|document|guide)|page contents|jump to(?: section)?|toc)\s*:?(?:\s*\[?(?:hide|show)\]?)?$/i;

/** Tells whether a line announces a list of the parts of the text. */
export const isContentsTitle = (text: string): boolean => contentsTitle.test(text);
