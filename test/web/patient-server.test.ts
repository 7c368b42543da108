import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { patientServer } from '../../server/web/patient-server.ts'

describe('a client that takes its time', () => {
  const server = patientServer({ headersMs: 60, requestMs: 120, idleMs: 4000, lookMs: 20 })
  before(async () => {
    server.on('request', (req, res) => req.resume().on('end', () => res.end('done')))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const answerTo = async (sent: string): Promise<string> => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let said = ''
    socket.on('data', piece => {
      said += String(piece)
    })
    socket.on('error', () => undefined)
    socket.write(sent)
    await once(socket, 'close')
    return said
  }

  it('is answered where it comes to the end of what it sends', async () => {
    const sent = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b'
    assert.match(await answerTo(sent), /^HTTP\/1\.1 200 [\s\S]*done/)
  })

  it('is let go where the head of its request never ends', async () => {
    assert.match(await answerTo('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '), /^HTTP\/1\.1 408 /)
  })

  it('is let go where the form it promised never comes', async () => {
    const sent = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na='
    assert.match(await answerTo(sent), /^HTTP\/1\.1 408 /)
  })
})
