#!/bin/bash
# Exits with 0 if the application is ready. It uses bash only, so that the image needs no HTTP client.
exec 3<> "/dev/tcp/127.0.0.1/${QUARKUS_MANAGEMENT_PORT:-8081}" || exit 1
printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3
read -r -t 3 answer <&3 || exit 1
[[ $answer == *" 200 "* ]]
