"""URLs of training."""

from django.urls import URLPattern, path

from training.views import attempts, questions, quizzes, recall

app_name = "training"

QUIZZES = [
    path("quizzes/", quizzes.quizzes, name="quizzes"),
    path("quizzes/mine/", attempts.own_quizzes, name="own-quizzes"),
    path("quizzes/new/", quizzes.write_quiz, name="write-quiz"),
    path("quizzes/<int:quiz_id>/", quizzes.quiz, name="quiz"),
    path("quizzes/<int:quiz_id>/edit/", quizzes.change_quiz, name="change-quiz"),
    path("quizzes/<int:quiz_id>/preview/", quizzes.preview, name="preview-quiz"),
    path("quizzes/<int:quiz_id>/results/", quizzes.results, name="quiz-results"),
    path("quizzes/<int:quiz_id>/settle/<int:person_id>/", quizzes.settle, name="settle-quiz"),
    path("quizzes/<int:quiz_id>/take/", attempts.take_quiz, name="take-quiz"),
    path("quizzes/<int:quiz_id>/questions/new/", questions.write_question, name="write-question"),
    path("questions/<int:question_id>/", questions.question, name="question"),
    path("questions/<int:question_id>/retire/", questions.retire_question, name="retire-question"),
    path("questions/<int:question_id>/restore/", questions.restore_question, name="restore-question"),
    path("attempts/<int:attempt_id>/", attempts.attempt, name="attempt"),
    path("attempts/<int:attempt_id>/answers/<int:position>/", attempts.save_answer, name="save-answer"),
    path("attempts/<int:attempt_id>/finish/", attempts.finish_attempt, name="finish-attempt"),
    path("recall/", recall.recall, name="recall"),
    path("recall/later/", recall.ask_later, name="ask-recall-later"),
    path("recall/<int:recall_id>/", recall.recall_answer, name="recall-answer"),
    path("recall/<int:recall_id>/answer/", recall.answer_recall, name="answer-recall"),
]

urlpatterns: list[URLPattern] = [*QUIZZES]
