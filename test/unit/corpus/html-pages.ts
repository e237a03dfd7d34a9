/** Pages as programs and people write them, with what of each is its article. */
interface Page {
  readonly html: string;
  /** The article's text, blank lines left out. */
  readonly article: readonly string[];
}

const prose = {
  weir: 'A weir is a low wall across a stream. Water that flows over it falls freely, so that its depth tells the discharge.',
  crest: 'The crest of a sharp weir is a thin plate. It must stand level, or the depth differs from one side to the other.',
  pool: 'Below the weir a pool takes the energy out of the falling water, and stones keep the bed from being carried away.',
  fish: 'Fish do not climb a high weir by themselves. A pass of small pools leads them around it, one step after the other.',
};

const linksTo = (...names: string[]): string => names.map((name) => `<li><a href="${name.toLowerCase()}.html">${name}</a></li>`).join('');

export const pages: Readonly<Record<string, Page>> = {
  Sphinx: {
    html: `<!DOCTYPE html><html><head><title>Weirs — Hydro docs</title></head><body>
<div class="related" role="navigation" aria-label="related navigation"><h3>Navigation</h3><ul><li class="right"><a href="genindex.html">index</a></li></ul></div>
<div class="document"><div class="documentwrapper"><div class="bodywrapper"><div class="body" role="main">
<section id="weirs"><h1>Weirs<a class="headerlink" href="#weirs" title="Link to this heading">¶</a></h1>
<nav class="contents local" id="contents"><p class="topic-title">Contents</p><ul class="simple"><li><a href="#crest" id="id1">Crest</a></li><li><a href="#pool" id="id2">Pool</a></li></ul></nav>
<p>${prose.weir}</p>
<div class="admonition note"><p class="admonition-title">Note</p><p>Measure upstream, where the surface is still level.</p></div>
<section id="comments"><h2>Comments<a class="headerlink" href="#comments">#</a></h2><p>${prose.crest}</p>
<div class="highlight-python"><div class="highlight"><pre><span class="n">q</span> <span class="o">=</span> weir(<span class="mf">0.2</span>)  <span class="c1"># toc</span></pre></div></div></section>
</section></div></div></div>
<div class="sphinxsidebar" role="navigation"><div class="sphinxsidebarwrapper"><h3>Table of Contents</h3><ul>${linksTo('Crest', 'Pool')}</ul><h3>This Page</h3><a href="_sources/weirs.rst.txt">Show Source</a></div></div></div>
<div class="footer">&copy;2024, Hydro. | Powered by <a href="https://example.org">Sphinx 7</a> | <a href="_sources/weirs.rst.txt">Page source</a></div></body></html>`,
    article: [
      'Weirs',
      prose.weir,
      'Note',
      'Measure upstream, where the surface is still level.',
      'Comments',
      prose.crest,
      'q = weir(0.2)  # toc',
    ],
  },
  'MkDocs Material': {
    html: `<html><body><a href="#weirs" tabindex="-1" class="md-skip">Skip to content</a><header class="md-header"><nav class="md-header__inner"><a href=".">Hydro</a></nav></header>
<div class="md-container"><main class="md-main"><div class="md-main__inner md-grid">
<div class="md-sidebar md-sidebar--primary"><div class="md-sidebar__inner"><nav class="md-nav"><ul>${linksTo('Weirs', 'Gauges')}</ul></nav></div></div>
<div class="md-sidebar md-sidebar--secondary"><nav class="md-nav md-nav--secondary" aria-label="Table of contents"><label>Table of contents</label><ul><li><a href="#pool">Pool</a></li></ul></nav></div>
<div class="md-content"><article class="md-content__inner md-typeset"><a href="https://example.org/edit" title="Edit this page" class="md-content__button md-icon"></a>
<h1 id="weirs">Weirs<a class="headerlink" href="#weirs" title="Permanent link">&para;</a></h1><p>${prose.weir}</p>
<details class="note"><summary>Why a pool?</summary><p>${prose.pool}</p></details>
<aside class="md-source-file"><span class="md-source-file__fact">Last update: <span class="git-revision-date">2024-05-03</span></span></aside></article></div></div></main>
<footer class="md-footer"><nav class="md-footer__inner"><a href="../gauges/" class="md-footer__link">Next Gauges</a></nav><div class="md-copyright">Copyright © 2024 Hydro</div></footer></div>
<div class="md-dialog"></div></body></html>`,
    article: ['Weirs', prose.weir, 'Why a pool?', prose.pool],
  },
  Docusaurus: {
    html: `<body><div role="region" aria-label="Skip to main content"><a class="skipToContent_fXgn" href="#__docusaurus_skipToContent_fallback">Skip to main content</a></div>
<nav aria-label="Main" class="navbar navbar--fixed-top"><a href="/">Hydro</a></nav><div class="main-wrapper"><aside class="theme-doc-sidebar-container docSidebarContainer_YfHR"><ul>${linksTo('Weirs')}</ul></aside>
<main class="docMainContainer_TBSr"><div class="container"><div class="row"><div class="col docItemCol_VOVn"><div class="docItemContainer_Djhp"><article>
<nav class="theme-doc-breadcrumbs breadcrumbsContainer_Z_bl" aria-label="Breadcrumbs"><ul class="breadcrumbs"><li>Guides</li></ul></nav>
<span class="theme-doc-version-badge badge">Version: 2.0</span><div class="tocCollapsible_ETCw theme-doc-toc-mobile"><button>On this page</button></div>
<div class="theme-doc-markdown markdown"><h1>Weirs</h1><p>${prose.weir}</p><h2 class="anchor" id="pool">Pool<a href="#pool" class="hash-link" aria-label="Direct link to Pool">&ZeroWidthSpace;</a></h2><p>${prose.pool}</p></div>
<footer class="theme-doc-footer docusaurus-mt-lg"><div class="row"><a href="https://example.org/edit" class="theme-edit-this-page">Edit this page</a></div></footer></article>
<nav class="pagination-nav docusaurus-mt-lg"><a class="pagination-nav__link pagination-nav__link--next" href="/gauges"><div>Next</div><div>Gauges</div></a></nav></div></div>
<div class="col col--3"><div class="tableOfContents_bqdL thin-scrollbar theme-doc-toc-desktop"><ul class="table-of-contents"><li><a href="#pool">Pool</a></li></ul></div></div></div></div></main></div></body>`,
    article: ['Weirs', prose.weir, 'Pool', prose.pool],
  },
  GitBook: {
    html: `<body><div class="book"><div class="book-summary"><nav role="navigation"><ul class="summary">${linksTo('Weirs')}</ul></nav></div><div class="book-body"><div class="body-inner">
<div class="book-header" role="navigation"><h1><a href="..">Weirs</a></h1></div><div class="page-wrapper" tabindex="-1" role="main"><div class="page-inner"><div id="book-search-results"><div class="search-noresults">
<section class="normal markdown-section"><h1 id="weirs">Weirs</h1><p>${prose.weir}</p><ul><li>Thin plates</li><li>Broad crests</li></ul></section></div>
<div class="search-results"><div class="has-results"><h1 class="search-results-title"><span class="search-results-count"></span> results matching "<span class="search-query"></span>"</h1></div></div></div></div></div></div>
<a href="gauges.html" class="navigation navigation-next" aria-label="Next page: Gauges">Gauges</a></div></div></body>`,
    article: ['Weirs', prose.weir, '- Thin plates', '- Broad crests'],
  },
  Hugo: {
    html: `<body class="single"><header class="header"><nav class="nav"><a href="/">Notes</a></nav></header><main class="main"><article class="post-single"><header class="post-header">
<div class="breadcrumbs"><a href="/">Home</a>&nbsp;»&nbsp;<a href="/posts/">Posts</a></div><h1 class="post-title">Weirs</h1><div class="post-meta"><span title="2024-05-03">May 3, 2024</span>&nbsp;·&nbsp;4 min&nbsp;·&nbsp;Jane Roe</div></header>
<div class="toc"><details><summary><span class="details">Table of Contents</span></summary><div class="inner"><ul><li><a href="#pool">Pool</a></li></ul></div></details></div>
<div class="post-content"><p>${prose.weir}</p><h2 id="pool">Pool<a hidden class="anchor" aria-hidden="true" href="#pool">#</a></h2><p>${prose.pool}</p></div>
<footer class="post-footer"><ul class="post-tags"><li><a href="/tags/water">water</a></li></ul><nav class="paginav"><a class="next" href="/p">Next » Gauges</a></nav><div class="share-buttons"><a href="#">x</a></div></footer></article></main>
<footer class="footer"><span>&copy; 2024 Notes</span></footer></body>`,
    article: ['Weirs', prose.weir, 'Pool', prose.pool],
  },
  Javadoc: {
    html: `<body><div class="flex-box"><header class="flex-header"><nav role="navigation"><div class="top-nav" id="navbar-top"><ul class="nav-bar-list"><li><a href="../index.html">Overview</a></li></ul></div>
<div class="sub-nav"><div>Summary: <a href="#nested">Nested</a> | <a href="#field">Field</a></div></div></nav></header><div class="flex-content"><main role="main">
<div class="header"><div class="sub-title"><span class="package-label-in-type">Package</span> <a href="package-summary.html">org.hydro</a></div><h1 title="Class Weir" class="title">Class Weir</h1></div>
<section class="class-description" id="class-description"><div class="type-signature"><span class="modifiers">public class </span><span class="element-name">Weir</span></div><div class="block">${prose.weir}</div>
<dl class="notes"><dt>Since:</dt><dd>2.1</dd></dl></section>
<section class="method-details" id="method-detail"><h2>Method Details</h2><section class="detail" id="discharge()"><h3>discharge</h3><div class="block">Returns the discharge in cubic metres per second.</div></section></section></main>
<footer role="contentinfo"><hr><p class="legal-copy"><small>Copyright © 2024</small></p></footer></div></div></body>`,
    article: [
      'Package org.hydro',
      'Class Weir',
      'public class Weir',
      prose.weir,
      'Since:: 2.1',
      'Method Details',
      'discharge',
      'Returns the discharge in cubic metres per second.',
    ],
  },
  Doxygen: {
    html: `<body><div id="top"><div id="titlearea"><table><tbody><tr><td id="projectalign"><div id="projectname">Hydro</div></td></tr></tbody></table></div>
<div id="main-nav"><ul>${linksTo('Main', 'Classes')}</ul></div><div id="MSearchSelectWindow"></div><div id="nav-path" class="navpath"><ul><li class="navelem"><a href="dir.html">src</a></li></ul></div></div>
<div class="header"><div class="summary"><a href="#pub-methods">Public Member Functions</a></div><div class="headertitle"><div class="title">Weir Class Reference</div></div></div>
<div class="contents"><p>${prose.weir} <a href="weir.html#details">More...</a></p><a name="details" id="details"></a><h2 class="groupheader">Detailed Description</h2><div class="textblock"><p>${prose.crest}</p></div></div>
<hr class="footer"/><address class="footer"><small>Generated by <a href="https://example.org">doxygen</a> 1.9</small></address></body>`,
    article: ['Weir Class Reference', `${prose.weir} More...`, 'Detailed Description', prose.crest],
  },
  MediaWiki: {
    html: `<body class="mediawiki"><div class="vector-header-container"><header><form action="/w" role="search"><input type="search" name="search"></form></header></div><div class="mw-page-container"><div id="mw-navigation"><h2>Navigation menu</h2><ul>${linksTo('Main page')}</ul></div>
<main id="content" class="mw-body"><header class="mw-body-header"><h1 id="firstHeading" class="firstHeading mw-first-heading"><span class="mw-page-title-main">Weir</span></h1></header>
<div id="bodyContent"><div id="siteSub" class="noprint">From the free encyclopedia</div><div id="mw-content-text" class="mw-body-content"><div class="mw-content-ltr mw-parser-output">
<table class="infobox"><tr><th>Kind</th><td>Barrier</td></tr></table><p>${prose.weir}<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">&#91;1&#93;</a></sup></p>
<div id="toc" class="toc" role="navigation"><h2>Contents</h2><ul><li class="toclevel-1"><a href="#Fish">1 Fish</a></li></ul></div>
<div class="mw-heading mw-heading2"><h2 id="Fish">Fish</h2><span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="/w?edit">edit</a><span class="mw-editsection-bracket">]</span></span></div><p>${prose.fish}</p>
<div class="mw-references-wrap"><ol class="references"><li id="cite_note-1"><a href="#cite_ref-1">^</a> Roe, J. (2001). Weirs.</li></ol></div>
<div class="navbox"><table><tr><th>Hydraulic structures</th></tr><tr><td><ul>${linksTo('Dam', 'Sluice')}</ul></td></tr></table></div></div>
<div class="printfooter">Retrieved from "<a href="https://example.org">https://example.org</a>"</div></div><div id="catlinks" class="catlinks"><a href="/c">Categories</a>: <ul>${linksTo('Weirs')}</ul></div></div></main></div>
<footer class="mw-footer"><ul id="footer-info"><li>This page was last edited on 3 May 2024.</li></ul></footer></body>`,
    article: ['Weir', 'Kind | Barrier', prose.weir, 'Fish', prose.fish],
  },
  WordPress: {
    html: `<body class="single has-sidebar"><div id="page" class="site"><a class="skip-link screen-reader-text" href="#content">Skip to content</a><header id="masthead" class="site-header"><p class="site-title"><a href="/">Water notes</a></p></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main"><article id="post-7" class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">Weirs</h1><div class="entry-meta"><span class="posted-on">Posted on <a href="/7">May 3, 2024</a></span> <span class="byline">by <span class="author vcard">Jane Roe</span></span></div></header>
<div class="entry-content"><p>${prose.weir}</p><p>${prose.pool}</p><div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#x">X</a></li></ul></div><div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><p>Sluices of the vale</p></div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/c">Water</a></span></footer></article>
<nav class="navigation post-navigation"><a href="/6" rel="prev">Older: Gauges</a></nav><div id="comments" class="comments-area"><h2 class="comments-title">2 thoughts on “Weirs”</h2><ol class="comment-list"><li class="comment"><div class="comment-content"><p>Nice post, thank you for all of it.</p></div></li></ol><div id="respond" class="comment-respond"><h3>Leave a Reply</h3></div></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget widget_search"><form class="search-form"><input type="search"></form></section><section class="widget"><h2>Recent Posts</h2><ul>${linksTo('Gauges')}</ul></section></aside></div></div>
<div id="cookie-law-info-bar"><span>This website uses cookies to improve your experience. <a role="button" href="#">ACCEPT</a></span></div></body>`,
    article: ['Weirs', prose.weir, prose.pool],
  },
  Medium: {
    html: `<body><div id="root"><div class="a b c"><div class="d e"><a href="/">Open in app</a> <a href="/s">Sign up</a> <a href="/l">Sign in</a></div><div class="f"><article><div class="g h"><section><div><h1 class="i">Weirs</h1>
<div class="j"><div class="speechify-ignore"><a href="/@jane">Jane Roe</a> · <a href="/f">Follow</a></div><p>4 min read</p></div><p class="k">${prose.weir}</p><figure><img src="w.jpg"><figcaption>A weir in spring</figcaption></figure><p class="k">${prose.fish}</p></div></section></div></article></div>
<div class="l"><h2>More from Jane Roe</h2><div><a href="/2"><h3>Gauges and how to read them</h3></a></div></div><div class="m"><a href="/help">Help</a> <a href="/about">About</a></div></div></div></body>`,
    article: ['Weirs', prose.weir, 'A weir in spring', prose.fish],
  },
  'questions and answers': {
    html: `<body class="question-page"><header class="s-topbar"><a href="/">Hydro Exchange</a></header><div class="container"><div id="left-sidebar"><nav><ul>${linksTo('Questions')}</ul></nav></div><div id="content"><div class="inner-content"><div id="question-header"><h1><a href="/q/1">Why does my weir read low?</a></h1></div>
<div class="d-flex">Asked <time>3 years ago</time></div><div id="mainbar" role="main"><div class="question"><div class="s-prose js-post-body"><p>${prose.crest} Mine stands level and reads low all the same. Why?</p></div>
<div class="post-taglist"><a href="/t/weir">weir</a></div><div class="post-signature"><div class="user-info">asked May 3 at 10:11 <a href="/u/1">Bob</a></div></div><div class="comments js-comments-container"><ul class="comments-list"><li>Where do you measure? <a href="/u/2">Ann</a></li></ul></div></div>
<div id="answers"><h2>2 Answers</h2><div class="answer"><div class="s-prose js-post-body"><p>You measure too near. Near the crest the surface already falls, so go upstream by four times the depth.</p><pre><code>h = gauge(4 * depth)</code></pre></div><div class="post-menu"><a href="/s">Share</a> <a href="/e">Edit</a></div></div>
<div class="answer"><div class="s-prose js-post-body"><p>Look for air below the falling sheet too: without air it clings to the plate, and more water passes.</p></div></div></div></div>
<div id="sidebar"><div class="module sidebar-linked"><h4>Linked</h4><a href="/q/2">How to read a gauge</a></div><div id="hot-network-questions"><h4>Hot Network Questions</h4><ul>${linksTo('Can ducks swim?', 'What is rust?')}</ul></div></div></div></div></div></body>`,
    article: [
      'Why does my weir read low?',
      `${prose.crest} Mine stands level and reads low all the same. Why?`,
      '2 Answers',
      'You measure too near. Near the crest the surface already falls, so go upstream by four times the depth.',
      'h = gauge(4 * depth)',
      'Look for air below the falling sheet too: without air it clings to the plate, and more water passes.',
    ],
  },
  'news in divs without names': {
    html: `<body><div class="css-1"><div class="css-2"><a href="/">Herald</a> <a href="/w">World</a> <a href="/s">Sport</a> <a href="/c">Culture</a></div>
<div class="css-3"><div class="css-4"><h1>Weirs of the vale to be rebuilt</h1><div class="css-5">By Jane Roe | 3 May 2024</div><p>${prose.weir}</p><p>${prose.crest}</p><p>${prose.pool}</p><p>${prose.fish}</p></div>
<div class="css-6"><div><a href="/1">Mayor opens the new bridge</a></div><div><a href="/2">Ten walks along the river</a></div><div><a href="/3">Rain expected at the weekend</a></div></div></div>
<div class="css-7"><p>We use cookies to give you the best experience. <a href="/privacy">Read our policy</a></p><button>OK</button></div><div class="css-8">© 2024 The Herald. All rights reserved. <a href="/terms">Terms</a></div></div></body>`,
    article: ['Weirs of the vale to be rebuilt', prose.weir, prose.crest, prose.pool, prose.fish],
  },
  'a word processor': {
    html: `<html><head><meta name=Generator content="Word"><title>Weirs</title><style>p.MsoNormal{margin:0}</style></head><body lang=EN-GB style='tab-interval:36.0pt'><div class=WordSection1>
<p class=MsoTitle><b><span style='font-size:26.0pt'>Weirs</span></b><o:p></o:p></p><p class=MsoToc1><a href="#_Toc1">Crest<span style='display:none'>. </span>1</a></p>
<p class=MsoNormal>${prose.weir}<o:p>&nbsp;</o:p></p><p class=MsoNormal><a name="_Toc1">${prose.crest}</a></p><table class=MsoTableGrid><tr><td><p class=MsoNormal>Depth</p></td><td><p class=MsoNormal>0.2 m</p></td></tr></table><p class=MsoNormal>See also <a href="https://example.org">the manual</a>.</p></div></body></html>`,
    article: ['Weirs', 'Crest1', prose.weir, prose.crest, 'Depth | 0.2 m', 'See also the manual.'],
  },
  pandoc: {
    html: `<!DOCTYPE html><html><head><title>Weirs</title></head><body><header id="title-block-header"><h1 class="title">Weirs</h1></header><nav id="TOC" role="doc-toc"><ul><li><a href="#comments">Comments</a></li><li><a href="#fish">Fish</a></li></ul></nav>
<p>${prose.weir}<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p><h1 id="comments">Comments</h1><p>${prose.crest}</p><section id="footer" class="level2"><h2>Footer</h2><p>${prose.pool}</p></section>
<section id="footnotes" class="footnotes" role="doc-endnotes"><hr /><ol><li id="fn1"><p>Water falls freely where air is below it.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section></body></html>`,
    article: ['Weirs', prose.weir, 'Comments', prose.crest, 'Footer', prose.pool, '1. Water falls freely where air is below it.'],
  },
};
