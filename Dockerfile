# One image for every part of Lan Tỏa. The command says which: serve directory | indicators | frontend | gateway,
# or seed --reference, migrate, account create … It needs no network when it runs, no root, and no file it may write.
ARG BASE=python:3.11-slim

FROM ${BASE} AS environment
COPY requirements.lock requirements-assets.lock /build/
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/pip install -q --no-cache-dir --disable-pip-version-check --require-hashes -r /build/requirements.lock \
    && /opt/venv/bin/pip install -q --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r /build/requirements-assets.lock

FROM ${BASE}
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANTOA_ENVIRONMENT=ready \
    LANTOA_DATA_DIR=/var/lib/lantoa \
    LANTOA_HOST=0.0.0.0
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin lantoa \
    && install --directory --owner=lantoa --mode=0700 /var/lib/lantoa
COPY --from=environment /opt/venv /opt/venv
COPY . /opt/lantoa
WORKDIR /opt/lantoa
RUN python -m compileall -q .
USER 10001
EXPOSE 8000
ENTRYPOINT ["python", "manage.py"]
CMD ["serve", "gateway"]
