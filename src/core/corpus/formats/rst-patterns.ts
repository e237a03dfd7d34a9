export const adornment = /^([!-/:-@[-`{-~])\1{2,}\s*$/;
export const explicit = /^\s*\.\.(?:\s|$)/;
export const directive = /^\s*\.\.\s+(?:\|[^|]{1,100}\|\s+)?([\w.+:-]{1,60}?)::(?:\s+(\S.*))?\s*$/;
export const bullet = /^\s*(?:[-*+•‣⁃]|\(?(?:\d{1,3}|[a-zA-Z]|#)[.)])\s+(?=\S)/;
export const field = /^\s*:[^:\s](?:[^:\n]{0,80}[^:\s])?:(?:\s|$)/;
/** Fields of a description that say something about what is described. */
export const described =
  /^(?:(?:param|parameter|arg|argument|key|keyword|var|ivar|cvar|raises?|except(?:ion)?)\s+(?:[^:\s]+\s+)?(\S+)|returns?)$/;
/** A hyperlink target: nothing that anybody wrote to be hidden. */
export const target = /^\s*\.\.\s+_/;
export const anonymousTarget = /^\s*__\s+\S/;
export const footnote = /^\s*\.\.\s+\[(?:#?[\w.:+-]{0,60}|\*)\]\s+/;
export const lineBlock = /^\s*\|(?:\s+|$)/;
