# The application image (target `app`). Web, workers and beat use the same image with different commands.
# The target `backup` adds the tools for backups.
FROM node:24.19.0-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11.15-slim-trixie AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings.production ECS_DATA_DIR=/data
WORKDIR /app
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
COPY . .

FROM base AS static
COPY --from=frontend /build/node_modules node_modules
# collectstatic needs valid settings, but no secret of any installation.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" ALLOWED_HOSTS=localhost \
    DEFAULT_FROM_EMAIL=unused@example.org \
    DATABASE_URL=postgresql://unused@localhost/unused REDIS_URL=redis://localhost \
    python manage.py collectstatic --noinput

FROM base AS app
RUN useradd --create-home --uid 10001 ecs && mkdir -m 700 /data && chown ecs:ecs /data
# Pages read icons from the package. All other front-end files were collected.
COPY --from=frontend /build/node_modules/@tabler/icons/icons node_modules/@tabler/icons/icons
COPY --from=static /app/staticfiles staticfiles
USER ecs
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000"]

# The backup service needs pg_dump and pg_restore of the server's major version, from PostgreSQL's package archive.
FROM app AS backup
USER root
ARG POSTGRES_MAJOR=18
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-common ca-certificates \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends "postgresql-client-$POSTGRES_MAJOR" && rm -rf /var/lib/apt/lists/* \
    && mkdir -m 700 /backups && chown ecs:ecs /backups
USER ecs
VOLUME /backups
