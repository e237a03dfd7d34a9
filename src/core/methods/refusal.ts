/** An apology is no answer, whatever the documents lack. */
const refusal =
  /^\W{0,20}(?:i['’]?m (?:so )?sorry|i am sorry|sorry|unfortunately|i (?:cannot|can['’]t|won['’]t|am unable|am not able)|as an ai)\b[^.!?]{0,200}?\b(?:cannot|can['’]t|won['’]t|unable|not able|could not|couldn['’]t|do(?:es)? not (?:contain|provide)|don['’]t|assist|help)\b/i;
const declining = /^\W{0,20}(?:i (?:cannot|can['’]t|won['’]t) (?:help|assist|comply|continue|create|rewrite|write|do)|i must decline)\b/i;

/** An apology is short; a story may begin like one. */
const longest = 800;

/** Whether a reply declines to do what was asked. */
export const declines = (reply: string): boolean => reply.length <= longest && (refusal.test(reply) || declining.test(reply));

/** Whether a reply says that its material does not suit: in these words, at its beginning, tags and marks aside. */
export const saysUnsuitable = (reply: string): boolean => /^(?:\W|<\/?\w{1,12}>){0,40}NOT SUITABLE\b/i.test(reply.trimStart());
