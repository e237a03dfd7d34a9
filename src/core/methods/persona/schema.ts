const text = { type: 'string' } as const;

/**
 * The form of the reply for servers that hold a model to one. Nothing is required of the whole: a model that is held to
 * JSON has no other words to say that its topics do not suit. `parse.ts` says what is missing.
 */
export const schema = {
  type: 'object',
  properties: {
    not_suitable: { type: 'string', description: 'Only where these topics do not go together in any course: why. Nothing else then.' },
    persona: text,
    passages: {
      type: 'array',
      minItems: 3,
      maxItems: 5,
      items: {
        type: 'object',
        properties: { nuanced_content_to_be_learned: { type: 'array', items: text }, passage: text },
        required: ['nuanced_content_to_be_learned', 'passage'],
        additionalProperties: false,
      },
    },
    multiple_choice_question: {
      type: 'object',
      properties: {
        question: text,
        options: { type: 'array', minItems: 4, maxItems: 4, items: text },
        answer_label: text,
        step_by_step_answer_explanation: text,
      },
      required: ['question', 'options', 'answer_label', 'step_by_step_answer_explanation'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const;
