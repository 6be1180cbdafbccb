"""How gunicorn serves the pages, wherever it is started in this folder: Procfile, Dockerfile and Compose say only where it
listens. A flag on the command line, or in GUNICORN_CMD_ARGS, wins over this file.
"""

from pathlib import Path

from config.settings.environment import env

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
workers = env.number("WEB_CONCURRENCY")
threads = env.number("WEB_THREADS")
# One import of the project for all workers: less memory, and wrong settings end the start with one message. No connection
# is open at that time, so workers share none.
preload_app = True
# Memory that a library leaks doesn't pile up. The jitter keeps workers from restarting at the same time.
max_requests = 5000
max_requests_jitter = 500
# A worker that gives no sign of life for so long is replaced. Threads may be busy longer than that.
timeout = 60
# How long requests may go on after a stop was asked for; stop_grace_period in docker-compose.yml leaves room for it.
graceful_timeout = 30
# The heartbeat of a worker is a file. On a disk that is busy it could come late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file in it
accesslog = "-"
# The visitor's address as the proxy tells it, and no query, which may contain names that a reader searched for.
access_log_format = '%({x-forwarded-for}i)s %(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
control_socket_disable = True
