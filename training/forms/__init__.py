"""Forms of training."""

from training.forms.quizzes import QuizForm, QuizQuestionForm, TreatmentForm

__all__ = ["QuizForm", "QuizQuestionForm", "TreatmentForm"]
