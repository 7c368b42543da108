import type { OrganizationRecord } from '../../models/organization.ts'
import { cellStateLabels } from '../domain/cells.ts'
import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { groupCounts } from '../domain/roll-up.ts'
import { presentLetterRow } from '../letters/present.ts'
import { type Listing, stateFor } from '../listing.ts'
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
  const isKnown = listing.isKnown('organization', slug) || listing.isKnown('about', slug)
  const referred = organization ? await referredTo(organization, listing) : []
  if (!organization || !(isKnown || referred.length > 0)) return null
  const putTo = listing.isKnown('organization', slug) ? questionsPutTo(slug, listing) : []
  const states = putTo.map(question => stateFor(question, listing.reader))
  const counts = groupCounts(states)
  const unanswered = listing.find({
    ...everyQuestion,
    choices: { organization: [slug], answer: ['unanswered'] }
  }).questions
  const longest = putTo.length === 0 ? [] : await withTexts(unanswered.slice(0, 10))
  const letters = [...new Set(putTo.map(({ letter }) => letter))]
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
    times: await answerTimesOf(letters, listing),
    pictures: picturesOf(putTo, listing),
    behind: [...new Set(states)].map(state => ({
      label: cellStateLabels[state],
      code: statusCode(state),
      count: states.filter(one => one === state).length
    })),
    unansweredCount: putTo.length === 0 ? 0 : unanswered.length,
    unansweredHref: href({ answer: ['unanswered'], organization: [slug] }),
    longest: longest.map(({ listed, record }) => presentQuestionRow(listed, record, listing)),
    referred,
    about: listing.find({ ...everyQuestion, choices: { about: [slug] } }).questions.length,
    isAbout: listing.isKnown('about', slug),
    aboutHref: href({ about: [slug] }),
    letters: letters
      .toSorted((one, other) => (other.letterDate ?? '').localeCompare(one.letterDate ?? ''))
      .slice(0, 10)
      .map(letter => presentLetterRow(letter, listing.questionsOf(letter), listing)),
    letterCount: letters.length,
    lettersHref: `${paths.letters()}?organization=${slug}`,
    ...reuseOf({ organization: [slug] })
  }
}

const questionsPutTo = (slug: string, listing: Listing) =>
  listing.find({ ...everyQuestion, choices: { organization: [slug] } }).questions

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
