"""Rewards for `trl grpo`: 1 where a completion ends with the ground truth, else 0."""

import re


def normalised(text):
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return re.sub(r"[\s$\\]+", " ", text).strip(" .,;").casefold()


def last_line(text):
    lines = text.strip().splitlines()
    return normalised(lines[-1]) if lines else ""


def final_answer_reward(completions, ground_truth, **kwargs):
    """`completions` are conversations of one message; `ground_truth` is the column of the exported rows."""
    rewards = []
    for completion, truth in zip(completions, ground_truth):
        end, wanted = last_line(completion[-1]["content"]), normalised(truth)
        rewards.append(1.0 if wanted and f" {end}".endswith(f" {wanted}") else 0.0)
    return rewards
