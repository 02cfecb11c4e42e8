import type { Handlers } from '../call.ts'
import { pageOf, tokenAs } from './paging.ts'
import { taggedResources } from './tagged-resources.ts'

type Tagging = typeof import('@aws-sdk/client-resource-groups-tagging-api')

export const tagging: Handlers<Tagging> = {
  GetResources({ place }, input) {
    const filters = input.TagFilters ?? []
    const all = taggedResources(place)
      .filter(({ arn, tags }) =>
        input.ResourceARNList === undefined ? Object.keys(tags).length > 0 : input.ResourceARNList.includes(arn),
      )
      .filter(
        ({ type }) =>
          input.ResourceTypeFilters === undefined ||
          input.ResourceTypeFilters.length === 0 ||
          input.ResourceTypeFilters.some((filter) => type === filter || type.startsWith(`${filter}:`)),
      )
      .filter(({ tags }) =>
        filters.every(
          ({ Key, Values = [] }) =>
            Key !== undefined && tags[Key] !== undefined && (Values.length === 0 || Values.includes(tags[Key])),
        ),
      )
    const { page, next } = pageOf(all, input.PaginationToken, input.ResourcesPerPage ?? 50)
    return {
      ResourceTagMappingList: page.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })),
      PaginationToken: '',
      ...tokenAs('PaginationToken', next),
    }
  },

  GetTagKeys: ({ place }) => ({
    TagKeys: [...new Set(taggedResources(place).flatMap(({ tags }) => Object.keys(tags)))],
    PaginationToken: '',
  }),

  GetTagValues: ({ place }, input) => ({
    TagValues: [...new Set(taggedResources(place).flatMap(({ tags }) => tags[input.Key ?? ''] ?? []))],
    PaginationToken: '',
  }),
}
