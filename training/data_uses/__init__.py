"""What training does with data about people."""

from training.data_uses.quizzes import QUIZZES

ENTRIES = QUIZZES
