"""Settings of background work: Celery, the tick and limits of time."""

from kombu import Exchange, Queue

from config.settings.environment import env

# How long a run of background work can take before another one continues it.
WORK_SOFT_SECONDS = 60
# Publishing a large import is one long step, so the limit that kills a run is high.
WORK_HARD_SECONDS = 3600

TICK_SECONDS = 30
# How often workers are hinted about unclaimed work, such as that of a stopped worker.
HINT_SECONDS = 5

# ECS_BROKER_PATIENCE is set for workers and beat, which can wait. Web requests give up early.
_patience = env.seconds("ECS_BROKER_PATIENCE")
CELERY_BROKER_URL = env.redis()
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": WORK_HARD_SECONDS * 2,
    "socket_timeout": _patience,
    "socket_connect_timeout": _patience,
    "retry_on_timeout": False,
    # One try only. Otherwise kombu would continue for four seconds, and the tick repeats every hint anyway.
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
# Messages are repeated hints, so they are acknowledged when they are read. A late acknowledgement over a lost connection would
# end the worker: after a restart of the broker, work would continue after 25 seconds instead of 5.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SOFT_TIME_LIMIT = WORK_HARD_SECONDS - 60
CELERY_TASK_TIME_LIMIT = WORK_HARD_SECONDS
CELERY_TASK_DEFAULT_QUEUE = "tick"
# Each queue has its own exchange and key. With Celery's defaults, every queue would get every message.
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in ("tick", "imports", "documents", "delivery", "chat")
]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "core.tasks.tick",
        "schedule": TICK_SECONDS,
        # A late tick is useless, because the next one does the same.
        "options": {"queue": "tick", "expires": TICK_SECONDS - 5},
    },
    "hint": {
        "task": "core.tasks.hint",
        "schedule": HINT_SECONDS,
        "options": {"queue": "tick", "expires": HINT_SECONDS - 1},
    },
}
