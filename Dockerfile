# The image of web, worker, beat and migrate. Each step is a command of desk.py, so that what is tested is what is built.
FROM python:3.11-slim-bookworm

# PDF files need Pango; desk.py installs the same packages where it may.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

ENV DESK_HOME=/var/lib/partner-desk \
    DESK_VENV=/opt/partner-desk
RUN useradd --system --uid 10001 --home-dir /var/lib/partner-desk desk
WORKDIR /srv/partner-desk

# The packages first: they change less often than the code.
COPY requirements.txt desk.py ./
COPY launcher launcher
RUN python3 desk.py install

COPY . .
RUN python3 desk.py service static \
    && mkdir -p /var/lib/partner-desk/media \
    && chown -R desk: /var/lib/partner-desk

USER desk
EXPOSE 8000
CMD ["python3", "desk.py", "service", "web", "--host", "0.0.0.0"]
