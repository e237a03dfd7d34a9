/** What a page that came in place of a reply calls itself; '' for one without a name. */
export function pageTitle(html: string): string {
  const [, title = ''] = /<title[^>]{0,200}>([^<]{1,300})/i.exec(html.slice(0, 20_000)) ?? [];
  const text = title.replaceAll('&#39;', '’').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
  return text === '' ? '' : `the page “${text}”`;
}
