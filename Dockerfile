# The application image: web, worker and beat are the same image with different commands.
FROM node:24-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.13-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings.production ECS_DATA_DIR=/data
WORKDIR /app
# pg_dump and pg_restore for backups, of the server's own major version, from PostgreSQL's own package archive.
ARG POSTGRES_MAJOR=18
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-common ca-certificates \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends "postgresql-client-$POSTGRES_MAJOR" && rm -rf /var/lib/apt/lists/*
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
COPY --from=frontend /build/node_modules node_modules
COPY . .
# Collecting needs settings that start, and no secret of any installation.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" ALLOWED_HOSTS=localhost \
    DATABASE_URL=postgresql://unused@localhost/unused REDIS_URL=redis://localhost \
    python manage.py collectstatic --noinput \
    && useradd --create-home --uid 10001 ecs && mkdir -m 700 /data /backups && chown ecs:ecs /data /backups
USER ecs
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
