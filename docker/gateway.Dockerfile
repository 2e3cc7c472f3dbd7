# Gateway and cti: the same image, RINGDESK_ROLE tells them apart.
FROM node:24-bookworm-slim
WORKDIR /srv/ringdesk

# First what changes seldom.
COPY package.json package-lock.json ./
COPY gateway/package.json gateway/
COPY cti/package.json cti/
COPY agent-ui/package.json agent-ui/
RUN npm install --no-save --no-audit --no-fund

COPY . .
RUN node prisma/cli.mjs generate \
 && node node_modules/vite/bin/vite.js build agent-ui \
 && install -d -o node -g node /var/lib/ringdesk/data /var/lib/ringdesk/recordings /var/lib/ringdesk/prompts

USER node
EXPOSE 8080
CMD ["node", "gateway/src/main.ts"]
