// Shows one defect of bare modesl 1.2.1, named by the argument, and prints what it saw. See esl-connection.test.ts.
const net = require('node:net')
const esl = require('modesl')

const reply = (text) => `Content-Type: command/reply\nReply-Text: ${text}\n\n`
const response = (text) => `Content-Type: api/response\nContent-Length: ${text.length}\n\n${text}`
const say = (text) => {
  console.log(text)
  process.exit(0)
}
const soon = (then) => setTimeout(then, 200)

/** Serves one connection; `answer` gives the reply to each command after the log-in, `ready` has the socket and the client. */
function serve(answer, ready) {
  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.write('Content-Type: auth/request\n\n')
    let pending = ''
    let greeted = false
    socket.on('data', (chunk) => {
      pending += chunk
      for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
        const command = pending.slice(0, end).replace(/^\n+/, '')
        pending = pending.slice(end + 2)
        if (command.startsWith('auth')) socket.write(reply('+OK accepted'))
        else if (command.startsWith('event') && !greeted) {
          greeted = true
          socket.write(reply('+OK event listener enabled json'))
          setImmediate(() => ready(socket, client))
        } else if (command !== '') {
          const text = answer(command, socket)
          if (text !== undefined) socket.write(text)
        }
      }
    })
  })
  let client
  server.listen(0, '127.0.0.1', () => {
    client = new esl.Connection('127.0.0.1', server.address().port, 'ClueCon')
    client.on('error', () => {})
  })
}

const defects = {
  percent: () => {
    process.on('uncaughtException', (error) => say(`uncaught ${error.name}`))
    serve(
      () => reply('-ERR 100% busy'),
      (_, client) => client.sendRecv('originate', () => say('no defect')),
    )
  },
  'refused-api': () => {
    let version = 'nothing'
    serve(
      (command) => {
        if (command === 'api status') return reply('-ERR permission denied')
        return command.startsWith('api') ? response('1.11') : reply('+OK')
      },
      (_, client) => {
        client.api('status', () => {})
        client.api('version', (event) => {
          version = event.getBody()
        })
        soon(() => say(`version got ${version}`))
      },
    )
  },
  reset: () => {
    let settled = 0
    serve(
      () => undefined,
      (socket, client) => {
        client.api('status', () => settled++)
        setTimeout(() => socket.resetAndDestroy(), 50)
        soon(() => say(`settled ${settled}, connected ${client.connected()}`))
      },
    )
  },
  'line-break': () => {
    let commands = 0
    serve(
      () => {
        commands++
        return response('OK')
      },
      (_, client) => {
        client.api('uuid_setvar', 'u name x\n\napi shutdown', () => {})
        soon(() => say(`commands ${commands}`))
      },
    )
  },
  'throwing-listener': () => {
    process.on('uncaughtException', () => {})
    const body = '{"Event-Name":"CHANNEL_CREATE","Unique-ID":"u"}'
    const frame = `Content-Length: ${body.length}\nContent-Type: text/event-json\n\n${body}`
    serve(
      () => reply('+OK'),
      (socket, client) => {
        let handled = 0
        client.on('esl::event::CHANNEL_CREATE::*', () => {
          if (++handled === 1) throw new Error('boom')
        })
        socket.write(frame + frame + frame)
        soon(() => say(`handled ${handled} of 3`))
      },
    )
  },
  execute: () => {
    serve(
      (command) => reply(`+OK for ${command.split(' ')[0]}`),
      (_, client) => {
        client.execute('playback', 'x.wav', 'leg', () => {})
        client.sendRecv('noop', (event) => say(`noop got ${event.getHeader('Reply-Text')}`))
      },
    )
  },
}

defects[process.argv[2]]()
