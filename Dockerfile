# coursebuild with all that it needs, on Debian slim.
#
#   docker build --tag coursebuild .
#   docker run --rm --network none --user "$(id -u):$(id -g)" --volume "$PWD:/course" coursebuild --all
#
# The first is typed in this repository, the second in the folder of a course.
#
# The image has the newest libraries at the time when it is built, and files are the same only with the same versions
# of them: so build it once, and have all machines use it by its digest. The same is true of the image that it is made
# from, whose tag gets security fixes: `--build-arg PYTHON=python:3.13-slim-trixie@sha256:…` keeps one.

ARG PYTHON=python:3.13-slim-trixie

FROM ${PYTHON} AS wheel
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM ${PYTHON}
# git, for --trusted, --since, release and diff.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=bind,from=wheel,source=/wheel,target=/wheel pip install --no-cache-dir /wheel/*.whl \
    && useradd --create-home teacher \
    && install --directory --mode 1777 /cache
# Also for whoever --user names, who has no home here. A volume at this place keeps the cache.
ENV COURSEBUILD_CACHE=/cache
USER teacher
WORKDIR /course
ENTRYPOINT ["coursebuild"]
