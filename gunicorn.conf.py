"""Settings of gunicorn, used wherever it is started in this folder. Procfile, Dockerfile and Compose only set the address.
Options on the command line or in GUNICORN_CMD_ARGS override this file.
"""

from pathlib import Path

from config.settings.environment import env

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
workers = env.number("WEB_CONCURRENCY")
threads = env.number("WEB_THREADS")
# The project is imported once for all workers. This saves memory, and wrong settings stop the start with one message. No
# connection is open at that time, so workers share none.
preload_app = True
# Restarting workers frees memory that a library leaks. The jitter keeps them from restarting at the same time.
max_requests = 5000
max_requests_jitter = 500
# A worker without a heartbeat for this many seconds is replaced. Its threads may be busy longer than that.
timeout = 60
# Seconds for which requests may continue after a stop signal. stop_grace_period in docker-compose.yml is longer.
graceful_timeout = 30
# The heartbeat of a worker is a file, which could be written late on a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file in it
# Leaves out anonymous routes.
logger_class = "core.web_log.WebLog"
accesslog = "-"
# The visitor's address from the proxy. No query string, because it may contain names that someone searched for.
access_log_format = '%({x-forwarded-for}i)s %(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
control_socket_disable = True
