/** The six schools: ids as in the export and in `district.json`, grades, and how large a share of its grades a school takes. */
export interface SampleSchool {
  readonly id: string;
  readonly name: string;
  readonly grades: readonly string[];
  readonly share: number;
}

export const DISTRICT_ORG = { id: 'plsd', name: 'Prairie Lake School District' } as const;

export const SCHOOLS: readonly SampleSchool[] = [
  { id: 'plsd-cedar', name: 'Little Cedar Early Learning Center', grades: ['PK'], share: 1 },
  { id: 'plsd-lincoln', name: 'Lincoln Elementary School', grades: ['KG', '01', '02', '03', '04', '05'], share: 0.36 },
  { id: 'plsd-maple', name: 'Maple Grove Elementary School', grades: ['KG', '01', '02', '03', '04', '05'], share: 0.33 },
  { id: 'plsd-prairie', name: 'Prairie View Elementary School', grades: ['KG', '01', '02', '03', '04', '05'], share: 0.31 },
  { id: 'plsd-lakeside', name: 'Lakeside Middle School', grades: ['06', '07', '08'], share: 1 },
  { id: 'plsd-high', name: 'Prairie Lake High School', grades: ['09', '10', '11', '12'], share: 1 },
];

/** Grades by age in years on the first of September, 4 → PK. */
export const GRADES = ['PK', 'KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const;
