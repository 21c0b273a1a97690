# The course and its tests in a container, for module leads and tutors. It has the solutions in it: it is not for students.
#
#   docker build -t not-knowing .
#   docker run --rm -p 127.0.0.1:8888:8888 -v not-knowing-words:/home/reader/Not-Knowing not-knowing     the course
#   docker run --rm not-knowing uv run --no-sync pytest                                                the tests
#
# Words are kept in the volume 'not-knowing-words'. Without it they are gone when the container is.
FROM python:3.11-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap chromium fonts-dejavu-core fonts-noto-core git pandoc \
 && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir uv

RUN useradd --create-home --uid 1000 reader \
 && mkdir -p /home/reader/Not-Knowing \
 && chown reader:reader /home/reader/Not-Knowing
WORKDIR /course
RUN chown reader:reader /course
COPY --chown=reader:reader . .
USER reader

ENV UV_PROJECT_ENVIRONMENT=/home/reader/env \
    UV_LINK_MODE=copy \
    NOTKNOWING_FOLDER=/home/reader/Not-Knowing
RUN uv sync

EXPOSE 8888
CMD ["uv", "run", "--no-sync", "python", "hub/container.py"]
