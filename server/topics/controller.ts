import type { Response as Answer, Request } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { smallListFile } from '../web/small-list-file.ts'
import { topicsAsFile } from './formats.ts'
import { presentTopic, presentTopics } from './present.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** The topics' pages for every reader. */
export const topicPages = ({ clock, config }: Needs) => ({
  async index(req: Request, res: Answer): Promise<void> {
    render(res, 'topics/index', presentTopics(await listingOf(req, clock), req.query))
  },

  file: smallListFile(clock, listing => topicsAsFile(listing, config.BASE_URL)),

  async show(req: Request, res: Answer): Promise<void> {
    const topic = await presentTopic(String(req.params.slug), await listingOf(req, clock))
    if (!topic) throw new NotFound('No letter here is about such a topic.')
    render(res, 'topics/show', {
      title: topic.name,
      section: 'topics',
      breadcrumbs: [{ label: 'Topics', href: paths.topics() }],
      description: `${topic.name}: ${topic.counts.unanswered} of ${topic.counts.counted} questions about it have no recorded answer.`,
      feed: topic.feed,
      topic
    })
  }
})
