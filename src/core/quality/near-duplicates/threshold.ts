/** The least threshold that sketches are made for: texts of which one has more than twice the other's words are below it. */
export const leastThreshold = 0.5;
