import { coldCause } from './cold-cause.ts'

export const coldContainerImage = coldCause({
  id: 'cold-container-image',
  cause: 'The image is loaded piece by piece, which takes longest right after it was deployed.',
  fix: () => ({
    proper:
      'Use a smaller base image, put what rarely changes into lower layers, and leave out what is not needed at run time.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html',
  known: 'memory',
})
