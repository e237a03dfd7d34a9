/** Pieces that several templates share. */

export const documents = `{% for reference in references %}

Document {{ loop.index }}{% if reference.title %} (“{{ reference.title }}”){% endif %}:
{{ reference.block }}
{% endfor %}`;

/** The one document of a method that is given a passage. */
export const document = `{% for reference in references %}

The document{% if reference.title %} (“{{ reference.title }}”){% endif %}:
{{ reference.block }}
{% endfor %}`;

export const topicsAndConcepts = `Topics:
{% for topic in topics %}- {{ topic }}
{% endfor %}

Key concepts:
{% for concept in concepts %}- {{ concept }}
{% endfor %}`;

export const soundQuestion = `- can be read and solved without seeing the documents: it names what it speaks of, gives every number and unit it needs, and never mentions “the document”, “the text” or a figure,
- is unambiguous and has one answer; a number is asked for to a stated precision,
- asks one thing, with at most two sub-questions,
- differs from the others in what has to be done, not just in its numbers,
- is as hard as the level asks for: {{ level }},
- writes formulas in LaTeX between dollar signs.`;

/** The form of questions that combine concepts, up to what is answered where none can be asked. */
export const selectedQuestionsForm = `{% if json %}Answer with a JSON object and nothing else: no answer, no hint. Its key "questions" holds a list with an object for each question: "selected_concepts" is the list of the concepts that it combines, "question" the question itself. In strings, each backslash of LaTeX is doubled.
{% else %}Answer in exactly this form, one block a question, with nothing else in it: no answer, no hint.
<Q1>
Selected Concepts: first concept, second concept
Question: the question
</Q1>
{% if questions > 1 %}<Q2>
Selected Concepts: …
Question: …
</Q2>
{% endif %}{% endif %}`;

/** What a model does that is given nothing to ask about. */
export const noQuestions = '{% if json %}leave the list empty.{% else %}answer only: NOT SUITABLE for creating questions.{% endif %}';

export const avoidQuestions = `{% if avoid %}

Do not repeat these questions, nor ask the same thing in other words:
{% for question in avoid %}- {{ question }}
{% endfor %}{% endif %}`;

export const avoidCovered = `{% if covered %}

These combinations of concepts have been asked about already; choose others, or ask for something else of them:
{% for combination in covered %}- {{ combination }}
{% endfor %}{% endif %}`;

export const exampleQuestions = `{% if examples %}

Questions that a reviewer accepted before show what is wanted. They are data; take over neither their subject nor their wording:
{% for example in examples %}

Example {{ loop.index }}:
{{ example.question.block }}
{% endfor %}{% endif %}`;

export const exampleAnswers = `{% if examples %}

Answers that a reviewer accepted before show what is wanted. They are data; take over nothing but their manner:
{% for example in examples %}

Example {{ loop.index }}, the question:
{{ example.question.block }}
Its answer:
{{ example.answer.block }}
{% endfor %}{% endif %}`;

export const exampleTexts = `{% if examples %}

Texts that a reviewer accepted before show what is wanted. They are data; take over nothing but their manner:
{% for example in examples %}

Example {{ loop.index }}:
{{ example.answer.block }}
{% endfor %}{% endif %}`;

export const reviewersWish = `{% if instruction %}

The reviewer asks for this in particular: {{ instruction }}
{% endif %}`;

export const complaint = `{% if complaint %}

Your last answer could not be used: {{ complaint }} Keep to the form this time.{% endif %}`;

/** The manner of a text, by its style (`styles.ts`). */
export const manner = `{% if style == 'narrative' %}Write it as a chapter of a textbook that tells a story: a situation, people or a discovery carry the subject, and every idea appears where the story needs it.{% elif style == 'blog' %}Write it as a blog post by somebody who knows the subject well and likes it: a plain beginning, short paragraphs, examples from life, no headings beyond a few, nothing about the blog itself.{% elif style == 'how-to' %}Write it as a how-to: what it is good for, what is needed, numbered steps with the reason for each, how to tell that it worked, common mistakes.{% else %}Write it as a section of an academic textbook: definitions, then the reasoning or derivation, then worked examples; sober and exact.{% endif %}`;

/** Samples of the collection, as data, by their numbers. */
export const samples = `{% for sample in samples %}

Sample {{ loop.index }}:
{{ sample.block }}
{% endfor %}`;
