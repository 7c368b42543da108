import type { OrganizationRecord } from '../../models/organization.ts'
import { cellStateLabels } from '../domain/cells.ts'
import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { compareTexts } from '../domain/order.ts'
import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { groupCounts } from '../domain/roll-up.ts'
import { presentLetterRow } from '../letters/present.ts'
import { isUnansweredFor, type Listing, oncePer, stateFor } from '../listing.ts'
import { paths } from '../paths.ts'
import {
  formatsOf,
  picturesOf,
  presentQuestionRow,
  reuseOf,
  statusCode,
  withTexts
} from '../questions/present.ts'
import { unknownIn } from '../web/ignored.ts'
import { answerTimesOf } from './record.ts'
import { referredTo } from './referred.ts'

const href = (choices: QuestionFilter['choices']): string =>
  paths.questions(filterQuery({ ...everyQuestion, choices }))

/** The list of organizations that something was put to, the most unanswered first; bureaus count for themselves. */
export function presentOrganizations(listing: Listing, query: Readonly<Record<string, unknown>> = {}) {
  const { counts } = listing.find(everyQuestion)
  const { counts: unanswered } = listing.find({ ...everyQuestion, choices: { answer: ['unanswered'] } })
  const rows = [...listing.catalog.organizations.values()].flatMap(organization => {
    const asked = counts.organization.get(organization.slug) ?? 0
    const about = counts.about.get(organization.slug) ?? 0
    if (asked === 0 && about === 0) return []
    const parent = organization.parentId && listing.catalog.organizations.get(String(organization.parentId))
    return [
      {
        slug: organization.slug,
        name: organization.name,
        href: paths.organization(organization.slug),
        parent: parent ? parent.name : null,
        asked,
        unanswered: unanswered.organization.get(organization.slug) ?? 0,
        about
      }
    ]
  })
  return {
    title: 'Organizations',
    section: 'organizations' as const,
    description:
      'Departments, bureaus and companies that letters were put to, and how many questions are unanswered.',
    formats: formatsOf('/organizations', everyQuestion, ['csv', 'json', 'atom']),
    ignored: unknownIn(query, []),
    feed: '/organizations.atom',
    organizations: rows.sort(
      (one, other) =>
        other.unanswered - one.unanswered || other.asked - one.asked || one.name.localeCompare(other.name)
    )
  }
}

/** What was put to one organization and its bureaus; null where this reader sees nothing of it. */
export async function presentOrganization(slug: string, listing: Listing) {
  const organization = [...listing.catalog.organizations.values()].find(one => one.slug === slug)
  if (!organization) return null
  const isKnown = listing.isKnown('organization', slug) || listing.isKnown('about', slug)
  const figures = figuresOf(slug, listing)
  const [referred, longest] = await Promise.all([
    referredTo(organization, listing),
    figures.longest.length > 0 ? withTexts(figures.longest) : []
  ])
  if (!isKnown && referred.length === 0) return null
  const { counts } = figures
  return {
    slug,
    name: organization.name,
    abbreviations: organization.abbreviations,
    ...family(organization, listing),
    counts,
    groups: publicGroups.map(group => ({
      code: group,
      label: publicGroupLabels[group],
      count: counts.groups[group],
      href: href({ answer: [group], organization: [slug] })
    })),
    times: figures.times,
    pictures: figures.pictures,
    behind: figures.behind,
    unansweredCount: figures.unansweredCount,
    unansweredHref: href({ answer: ['unanswered'], organization: [slug] }),
    longest: longest.map(({ listed, record }) => presentQuestionRow(listed, record, listing)),
    referred,
    about: figures.about,
    isAbout: listing.isKnown('about', slug),
    aboutHref: href({ about: [slug] }),
    letters: figures.latest.map(letter => presentLetterRow(letter, listing.questionsOf(letter), listing)),
    letterCount: figures.letterCount,
    lettersHref: `${paths.letters()}?organization=${slug}`,
    ...reuseOf({ organization: [slug] })
  }
}

const figures = oncePer(() => new Map<string, ReturnType<typeof countFigures>>())

/** What the page counts of everything put to the organization, once for all who see the same. */
function figuresOf(slug: string, listing: Listing) {
  const known = figures(listing).get(slug) ?? countFigures(slug, listing)
  figures(listing).set(slug, known)
  return known
}

function countFigures(slug: string, listing: Listing) {
  const found = (choices: QuestionFilter['choices']) => listing.find({ ...everyQuestion, choices })
  const asked = listing.isKnown('organization', slug) ? found({ organization: [slug] }) : null
  const putTo = asked?.questions ?? []
  const unanswered = putTo.filter(question => isUnansweredFor(question, listing.reader))
  const states = putTo.map(question => stateFor(question, listing.reader))
  const letters = [...new Set(putTo.map(({ letter }) => letter))]
  return {
    counts: groupCounts(states),
    behind: [...new Set(states)].map(state => ({
      label: cellStateLabels[state],
      code: statusCode(state),
      count: states.filter(one => one === state).length
    })),
    unansweredCount: unanswered.length,
    longest: unanswered.slice(0, 10),
    letterCount: letters.length,
    latest: letters
      .toSorted((one, other) => compareTexts(other.letterDate ?? '', one.letterDate ?? ''))
      .slice(0, 10),
    times: answerTimesOf(letters, listing),
    pictures: asked ? picturesOf(asked) : [],
    about: listing.isKnown('about', slug) ? found({ about: [slug] }).total : 0
  }
}

/** The department it belongs to, and its bureaus that the reader can see something of. */
function family(organization: OrganizationRecord, { catalog, isKnown }: Listing) {
  const parent = organization.parentId ? catalog.organizations.get(String(organization.parentId)) : undefined
  const bureaus = [...catalog.organizations.values()].filter(
    one =>
      String(one.parentId) === String(organization._id) &&
      (isKnown('organization', one.slug) || isKnown('about', one.slug))
  )
  const isParentKnown = parent && (isKnown('organization', parent.slug) || isKnown('about', parent.slug))
  return {
    parent: parent
      ? { name: parent.name, href: isParentKnown ? paths.organization(parent.slug) : null }
      : null,
    bureaus: bureaus.map(({ name, slug }) => ({ name, href: paths.organization(slug) }))
  }
}

export { organizationFacts, organizationsAsFile } from './formats.ts'
