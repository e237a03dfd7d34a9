import type { OmissionKind } from '../omissions.ts';

/**
 * What pages call their parts that are not the article, in classes and ids. Words at either end that only tell where
 * or in what frame it stands (`site-`, `-wrapper`) are left out before a name is looked up.
 */
const names = {
  /** Ways through the site, and what belongs to the window rather than to the page. */
  menu:
    'nav navbar nav-bar navigation menu menubar sidebar side-bar sidenav side-nav sidemenu sphinxsidebar sidebar-nav breadcrumb breadcrumbs ' +
    'crumbs pager pagination pagination-nav prevnext prev-next previous-next next-prev post-navigation nav-links nav-path related-pages ' +
    'skip-link skiplink skip-links skip-to-content skip-nav skip mw-jump-link jump-to-nav subnav sub-nav topnav top-nav bottomnav bottom-nav navrow ' +
    'topbar top-bar masthead site-header global-header header-bar site-footer footer colophon site-info rst-footer-buttons bottom-of-page ' +
    'toolbar page-tools page-actions action-bar ' +
    'back-to-top scroll-to-top version-switcher versions version-select lang-switcher language-switcher language-selector locale-switcher languages ' +
    'wy-nav wy-nav-side rst-versions printfooter catlinks navbox vertical-navbox mw-navigation sistersitebox noprint no-print ' +
    'm-select-window msearch-select-window msearch-results-window book-summary ttc drawer offcanvas hash-link titlearea projectname projectlogo',
  search: 'search searchbox search-box searchform search-form searchbar search-bar search-results search-results-title',
  toc: 'summary toc table-of-contents tableofcontents on-this-page onthispage localtoc local-toc minitoc doc-toc toc-tree toctree toctree-wrapper md-toc in-this-article',
  edit: 'edit-this-page edit-page edit-link editlink edit-on-github edit-meta-row doc-footer mw-editsection editsection view-source page-source feedback helpful was-this-helpful rate-this-page rating last-updated lastupdated last-modified',
  share:
    'share sharing share-buttons share-links share-bar share-tools share-icons social social-links social-share social-media social-icons socials ' +
    'sharedaddy addtoany addthis a2a-kit sharethis follow-us like-button post-likes claps',
  related:
    'related relatedposts related-posts related-articles related-links related-content related-stories related-topics recommended recommendations recirc ' +
    'read-next read-more-links more-stories more-from more-like-this you-may-also-like up-next popular popular-posts most-popular most-read ' +
    'trending latest latest-news recent-posts teaser-list outbrain taboola promo promos promotion advert advertisement advertising ads ad ad-slot sponsored',
  widget: 'widget widgets widget-area',
  comments:
    'comments comment comment-list commentlist comments-list comment-form comments-area comments-section respond disqus disqus-thread js-comments ' +
    'utterances giscus discussion-thread reader-comments post-comments',
  byline:
    'byline author author-box author-bio author-info author-card about-author about-the-author vcard post-meta entry-meta article-meta postmeta posted-on dateline ' +
    'publish-date post-date pubdate reading-time read-time post-tags tag-list tags-links tags-list tags taglist entry-tags post-categories cat-links entry-footer post-footer post-info post-signature user-info post-menu',
  consent:
    'cookie cookies cookie-banner cookie-bar cookie-notice cookie-consent cookie-law cookie-law-info cookie-policy-banner consent consent-banner gdpr ' +
    'gdpr-banner privacy-banner onetrust onetrust-consent-sdk onetrust-banner-sdk cc-window cc-banner cky-consent ccpa',
  box:
    'newsletter newsletter-signup newsletter-form subscribe subscribe-box subscription signup sign-up signup-form mailing-list email-signup mc-embed-signup ' +
    'announcement-bar announcement modal popup pop-up overlay toast tooltip paywall login-box sr-only visually-hidden screen-reader-text cta call-to-action',
  citations: 'reflist references mw-references-wrap mw-references',
} as const satisfies Readonly<Record<string, string>>;

export type FurnitureGroup = keyof typeof names;

const groups: ReadonlyMap<string, FurnitureGroup> = new Map(
  (Object.keys(names) as FurnitureGroup[]).flatMap((group) => names[group].split(' ').map((name) => [name, group] as const)),
);

export const omissionOf: Readonly<Record<FurnitureGroup, OmissionKind>> = {
  menu: 'furniture',
  search: 'furniture',
  toc: 'contents',
  edit: 'furniture',
  share: 'furniture',
  related: 'furniture',
  widget: 'furniture',
  comments: 'furniture',
  byline: 'furniture',
  consent: 'notice',
  box: 'furniture',
  citations: 'furniture',
};

const before = new Set(
  (
    'site page global main top left right bottom primary secondary post article entry single md theme docs doc documentation wp wpb jp blog js app the content ' +
    'mobile desktop header footer c l u o block ui layout section default custom local fixed sticky wiki mw vector div component body book'
  ).split(' '),
);
const after = new Set(
  (
    'container wrapper wrap inner outer list area section block box panel content group row column col items item bar top bottom left right ' +
    'primary secondary mobile desktop menu nav navigation links sdk root region module component holder'
  ).split(' '),
);
/** `has-sidebar` says what else is on the page. */
const negating = new Set(['has', 'with', 'no', 'without', 'is', 'show', 'hide', 'not', 'have', 'enable', 'disable', 'uses']);

/** What kind of furniture a class or an id names; nothing when it names something else. */
export function groupOfName(name: string): FurnitureGroup | undefined {
  // Tools that scope styles add a hash: `sidebar_x1Yz`.
  const bare = name.slice(0, 60).replace(/_{1,2}(?=[A-Za-z0-9+]*[A-Z0-9])[A-Za-z0-9+]{4,8}$/, '');
  const words = bare
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_:]+/)
    .filter((word) => word !== '')
    .slice(0, 8);
  if (words.length === 0 || negating.has(words[0]!)) return undefined;
  for (let from = 0; from < words.length; from += 1) {
    if (from > 0 && !before.has(words[from - 1]!)) break;
    for (let to = words.length; to > from; to -= 1) {
      if (to < words.length && !after.has(words[to]!)) break;
      const group = groups.get(words.slice(from, to).join('-'));
      if (group !== undefined) return group;
    }
  }
  return undefined;
}
