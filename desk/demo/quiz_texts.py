"""Questions of the demo's quiz about two everyday scripts: text, explanation, options with the right one first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    text: str
    explanation: str
    right: str
    wrong: tuple[str, ...]
    script: str


REFUND, UPSET = "Where is my refund?", "Upset customer"
QUIZ_TITLE = "Refunds and upset customers"
QUESTIONS = (
    DemoQuestion(
        "A return arrived on Monday. When is the refund sent at the latest?",
        "We promise five working days from the day on which the return reached us.",
        "Within five working days of Monday",
        ("Within five days, weekends included", "When the bank has time"),
        REFUND,
    ),
    DemoQuestion(
        "What do you say first about a refund?",
        "The date is what the customer called for. Reasons come after it.",
        "The date by which the money is there",
        ("Why it takes so long", "That you're sorry about the bank"),
        REFUND,
    ),
    DemoQuestion(
        "Six working days have passed and there's no refund. What now?",
        "After five working days, Invoices can pay today. The customer stays on the line, so nobody has to call again.",
        "Transfer to Invoices, queue Refunds today, with the customer on the line",
        ("Ask the customer to wait another week", "Send the refund form again"),
        REFUND,
    ),
    DemoQuestion(
        "The delay is our fault. What can you offer?",
        "Offering the voucher before the customer asks shows that we mean it.",
        "A voucher of 10, before the customer asks",
        ("A voucher, if the customer complains", "Nothing: refunds are free"),
        REFUND,
    ),
    DemoQuestion(
        "To which account does the refund go?",
        "Refunds go to the account that was used to pay, so the customer doesn't need to do anything.",
        "The account that the customer paid from",
        ("Any account that the customer names", "The customer's balance with us"),
        REFUND,
    ),
    DemoQuestion(
        "An angry customer calls, and you don't know why. How do you speak?",
        "A slow, quiet voice calms both of you. Your own breath comes first.",
        "More slowly and quietly than the customer",
        ("As fast as the customer", "In short orders"),
        UPSET,
    ),
    DemoQuestion(
        "What do you ask an upset customer?",
        "People calm down when they decide something themselves, and a deadline tells you what is urgent.",
        "What would help you most right now?",
        ("Why didn't you call earlier?", "Can you prove that?"),
        UPSET,
    ),
    DemoQuestion(
        "Why do you say that you're taking notes?",
        "Telling the same story again is what upsets people most.",
        "So that the customer knows they won't have to repeat it",
        ("So that the customer speaks more slowly", "Because calls are recorded"),
        UPSET,
    ),
    DemoQuestion(
        "A customer insults you again after one friendly warning. What now?",
        "One warning is enough. The shift lead takes over, and you need the break.",
        "Transfer to the shift lead and take a five-minute break",
        ("Hang up", "Give two more warnings"),
        UPSET,
    ),
    DemoQuestion(
        "Nothing can be solved on this call. What do you offer?",
        "A time that the customer chooses is a promise they can plan with.",
        "A callback today, at a time the customer chooses",
        ("That somebody will call", "The address for complaints"),
        UPSET,
    ),
)
RIGHT = {question.text: question.right for question in QUESTIONS}
