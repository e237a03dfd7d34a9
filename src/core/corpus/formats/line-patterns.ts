export const admonition =
  /^(?:!!!|\?\?\?\+?|===[!+]?(?=\s+["']))[ \t]+(?:(["'])(.*)\1|[\w-]+(?:[ \t]+(?!["'])[\w-]+)*(?:[ \t]+(["'])(.*)\3)?)[ \t]*$/;
export const callout = /^\[![\w -]{1,40}(?:\|[^\]]{0,100})?\][+-]?[ \t]*/;
/** Of Microsoft's documentation: what stands behind is an address or a class. */
export const calloutWithoutText = /^\[!(?:include|video|div|code-?[\w-]*)\b[^\n]*$/i;
export const legacyCallout = /^(?:\*\*|__)(?:Note|Warning|Important|Tip|Caution)(?:\*\*|__)[ \t]*$/i;
export const colons = /^(:{3,})[ \t]*(.*)$/;
export const slashes = /^\/{3,}[ \t]*(?:([\w-]+)[ \t]*(?:\|[ \t]*(.*))?)?$/;
/** One tag alone: behind it may stand text. */
export const tag = /^\{%-?[ \t]*(\w[\w-]*)\b((?:(?!%\}).)*?)-?%\}[ \t]*$/;
export const shortcode = /^\{\{[<%][ \t]*(\/?)[ \t]*([\w/.-]+)((?:(?![>%]\}\}).)*?)[>%]\}\}[ \t]*$/;
export const component = /^<([A-Z][\w.]*|details|tab|code-block|CodeBlock)\b([^<>]*?)>[ \t]*$/;
export const titledTags: ReadonlySet<string> = new Set(
  'hint tab notice admonition alert callout details expand card step stepper tabitem accordion accordionitem note tip info warning'.split(
    ' ',
  ),
);
export const tabTags: ReadonlySet<string> = new Set(['tab', 'tabitem', 'tab-item', 'codetab']);
export const titleAttribute = /(?:^|[\s,{])(?:title|label|header|heading|name|tabname|text)\s*=\s*(?:\{\s*)?(["'])(.*?)\1/i;
/** Lines that only say something to the converter. */
export const commands =
  /^(?:\[TOC\]|\[\[_?TOC_?\]\]|\[\[toc\]\]|\$\{toc\}|;?-{1,3}8<-{1,3}(?:[ \t].*)?|\([\w:. -]{1,100}\)=|\\(?:newpage|pagebreak|clearpage|cleardoublepage|tableofcontents|appendix|bigskip|medskip|smallskip|maketitle|listoffigures|listoftables)(?:\{[^}]*\})?|\*\[[^\]]{1,80}\]:[ \t].*|\{:[ \t]*toc\b[^}]*\}|@\[(?:toc|youtube|video)\].*|<<<[ \t].*|\{\*[ \t][^{}]*[ \t]\*\}|\{![^{}]*!\}|\{\{[ \t]*#(?:rustdoc_include|include|playground|title)[ \t][^{}]*\}\}|!!!include\(.*\)!!!|:(?:label|eqlabel|width|height|begin_tab|end_tab|bookonly|orphan):(?:`[^`]*`)?|:end_tab:|\^{3,}|\+\+\+(?:[ \t]*\{.*\})?)[ \t]*$/i;
/** A link definition that nobody links to, which hides a remark. */
export const remark = /^\[(?:\/\/|comment|_|#|\^_\^|hidden|todo|note to self|[^\]\n]{0,60})\]:[ \t]*(?:#|<>)(?:[ \t]|$)/i;
export const remarkLabel = /^\[(?:\/\/|comment|\^_\^|_|#)\]:/i;
const statement =
  /^(?:(?:import[ \t]+(?:type[ \t]+)?(?:[\w*${][^'"\n]{0,300}[\s}]from[ \t]*)?(['"])[^'"\n]{1,300}\1(?:;[ \t]*(?=import[ \t])|;?[ \t\r]*$)){1,20}$|import[ \t]*\{[ \t\r]*$|export[ \t]+(?:const|let|var|default|function|async)\b)/;

/** Tells whether a line is a module statement, as Docusaurus reads them in Markdown too. */
export const opensStatement = (line: string): boolean => statement.test(line);
