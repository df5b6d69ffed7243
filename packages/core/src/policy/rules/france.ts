import type { CallingRule } from "../CallingRule.ts"
import { never, read, sales } from "./Row.ts"

const decree = "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000046421823"

/** France: the Code de la consommation. A person who refuses is not called again; the law says so for 60 days. */
export const france: ReadonlyArray<CallingRule> = [
  {
    id: "fr-window",
    jurisdiction: "FR",
    purposes: sales,
    says: {
      type: "window",
      weekdays: [
        [600, 780],
        [840, 1200]
      ],
      saturday: never,
      sunday: never,
      holidays: never
    },
    ...read(
      "Code de la consommation, article D. 223-9 (décret n° 2022-1313)",
      decree,
      "La sollicitation d'un consommateur par voie téléphonique à des fins de prospection commerciale, y compris celle visée à l'article L. 223-5, n'est autorisée d'une part que du lundi au vendredi, sauf lorsque ces jours sont fériés en application de l'article L. 3133-1 du code du travail, et d'autre part seulement de 10 heures à 13 heures et de 14 heures à 20 heures, ces heures correspondant à celles du fuseau horaire du consommateur."
    ),
    conflict: "Express consent exempts from the hours; they are kept all the same."
  },
  {
    id: "fr-attempts",
    jurisdiction: "FR",
    purposes: sales,
    says: { type: "attempts", most: 4, withinHours: 720 },
    ...read(
      "Code de la consommation, article D. 223-9 (décret n° 2022-1313)",
      decree,
      "Il est interdit à un même professionnel, directement ou par l'intermédiaire d'un tiers agissant pour son compte, de démarcher ou de tenter de démarcher téléphoniquement un même consommateur plus de quatre fois au cours d'une période de trente jours calendaires."
    )
  },
  {
    id: "fr-consent",
    jurisdiction: "FR",
    purposes: sales,
    says: { type: "consent", kind: "express" },
    ...read(
      "Code de la consommation, article L. 223-1 (loi n° 2025-594, article 13)",
      "https://www.aguera-avocats.fr/articles/sans-consentement-prealable-plus-demarchage-telephonique-376.htm",
      "Il est interdit de démarcher par téléphone, directement ou par l'intermédiaire d'un tiers agissant pour son compte, un consommateur qui n'a pas exprimé préalablement son consentement à faire l'objet de prospections commerciales par ce moyen."
    ),
    effectiveFrom: "2026-08-11"
  }
]
