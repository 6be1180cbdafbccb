"""Routes of quality."""

from django.urls import path

from quality.views import board, corrections, evaluation_results, reviewing, scorecards

app_name = "quality"

urlpatterns = [
    path("queue", reviewing.queue, name="queue"),
    path("reviews/<int:slot_id>", reviewing.review, name="review"),
    path("reviews/<int:slot_id>/start", reviewing.start, name="start"),
    path("reviews/<int:slot_id>/replace", reviewing.replace, name="replace"),
    path("results/<int:review_id>", reviewing.result, name="result"),
    path("results/<int:review_id>/acknowledge", reviewing.acknowledge, name="acknowledge"),
    path("results/<int:review_id>/correct", corrections.correct, name="correct"),
    path("results/<int:review_id>/red-flag", corrections.see_red_flag, name="see_red_flag"),
    path("mine", reviewing.mine, name="mine"),
    path("board", board.board, name="board"),
    path("board/baseline", board.baseline, name="baseline"),
    path("board/baseline/end/", board.end_baseline, name="end-baseline"),
    path("board/reviewers/<int:person_id>", board.capacity, name="capacity"),
    path("evaluations/<int:review_id>", evaluation_results.result, name="imported_evaluation"),
    path("scorecard", scorecards.scorecard, name="scorecard"),
    path("scorecard/default", scorecards.create_default, name="create_default_scorecard"),
    path("scorecard/<int:scorecard_id>/draft", scorecards.start_draft, name="start_draft"),
    path("scorecard/versions/<int:version_id>/publish", scorecards.publish, name="publish"),
    path("scorecard/versions/<int:version_id>/mode", scorecards.mode, name="mode"),
    path("scorecard/versions/<int:version_id>/sections", scorecards.add_section, name="add_section"),
    path("scorecard/sections/<int:section_id>", scorecards.section, name="section"),
    path("scorecard/sections/<int:section_id>/remove", scorecards.remove_section, name="remove_section"),
    path("scorecard/sections/<int:section_id>/questions", scorecards.add_question, name="add_question"),
    path("scorecard/questions/<int:question_id>", scorecards.question, name="question"),
    path("scorecard/questions/<int:question_id>/remove", scorecards.remove_question, name="remove_question"),
]
