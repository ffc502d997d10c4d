echo '<h1>It works</h1>' > index.html
docker run -d --name site -p 127.0.0.1:8080:80 --mount type=bind,source="$PWD",target=/usr/share/nginx/html,readonly nginx:1.30-alpine
curl http://127.0.0.1:8080/
