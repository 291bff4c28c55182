# The site's image: one for web and worker, which `compose.yaml` starts.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=hubsite.settings.production DATA_DIR=/data
WORKDIR /site

COPY requirements.txt .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

COPY . .
RUN python -m hubsite.catalogues compile \
    && python -m compileall -q . \
    && useradd --system --home-dir /data hub \
    && install -d -o hub -g hub /data

USER hub
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "hubsite.wsgi", "--preload", "--bind", "0.0.0.0:8000", \
    "--workers", "2", "--threads", "4", "--no-control-socket"]
