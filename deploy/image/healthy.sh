#!/bin/bash
# Whether the application is ready, without a program that the image would need for nothing else.
exec 3<> "/dev/tcp/127.0.0.1/${QUARKUS_MANAGEMENT_PORT:-8081}" || exit 1
printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3
read -r -t 3 answer <&3 || exit 1
[[ $answer == *" 200 "* ]]
