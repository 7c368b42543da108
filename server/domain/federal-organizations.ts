/** A federal organization letters are put to or speak of. `parent` is the name of what it is part of, null at the top. */
export interface FederalOrganization {
  name: string
  abbreviations: readonly string[]
  parent: string | null
  /** Other names it goes by, former ones and common errors too. */
  alsoCalled?: readonly string[]
}

/** Departments, bureaus and agencies letters go to; the starter list of the organizations directory. */
export const federalOrganizations: readonly FederalOrganization[] = [
  { name: 'Executive Office of the President', abbreviations: ['EOP'], parent: null },
  {
    name: 'The White House',
    abbreviations: [],
    parent: 'Executive Office of the President',
    alsoCalled: ['White House']
  },
  {
    name: 'Office of Management and Budget',
    abbreviations: ['OMB'],
    parent: 'Executive Office of the President'
  },
  { name: 'National Security Council', abbreviations: ['NSC'], parent: 'Executive Office of the President' },
  {
    name: 'Office of National Drug Control Policy',
    abbreviations: ['ONDCP'],
    parent: 'Executive Office of the President'
  },
  {
    name: 'Office of the United States Trade Representative',
    abbreviations: ['USTR'],
    parent: 'Executive Office of the President',
    alsoCalled: ['U.S. Trade Representative', 'United States Trade Representative']
  },
  {
    name: 'Office of Science and Technology Policy',
    abbreviations: ['OSTP'],
    parent: 'Executive Office of the President'
  },
  {
    name: 'Council on Environmental Quality',
    abbreviations: ['CEQ'],
    parent: 'Executive Office of the President'
  },
  {
    name: 'Council of Economic Advisers',
    abbreviations: ['CEA'],
    parent: 'Executive Office of the President'
  },
  { name: 'Department of State', abbreviations: ['DOS'], parent: null },
  { name: 'Bureau of Legislative Affairs', abbreviations: [], parent: 'Department of State' },
  { name: 'Bureau of Consular Affairs', abbreviations: [], parent: 'Department of State' },
  { name: 'Directorate of Defense Trade Controls', abbreviations: ['DDTC'], parent: 'Department of State' },
  {
    name: 'Bureau of International Narcotics and Law Enforcement Affairs',
    abbreviations: ['INL'],
    parent: 'Department of State'
  },
  { name: 'Department of the Treasury', abbreviations: [], parent: null },
  {
    name: 'Internal Revenue Service',
    abbreviations: ['IRS', 'I.R.S.'],
    parent: 'Department of the Treasury'
  },
  { name: 'Office of Foreign Assets Control', abbreviations: ['OFAC'], parent: 'Department of the Treasury' },
  {
    name: 'Financial Crimes Enforcement Network',
    abbreviations: ['FinCEN'],
    parent: 'Department of the Treasury'
  },
  {
    name: 'Office of the Comptroller of the Currency',
    abbreviations: ['OCC'],
    parent: 'Department of the Treasury',
    alsoCalled: ['Comptroller of the Currency']
  },
  {
    name: 'Alcohol and Tobacco Tax and Trade Bureau',
    abbreviations: ['TTB'],
    parent: 'Department of the Treasury'
  },
  { name: 'Bureau of the Fiscal Service', abbreviations: [], parent: 'Department of the Treasury' },
  {
    name: 'United States Mint',
    abbreviations: [],
    parent: 'Department of the Treasury',
    alsoCalled: ['U.S. Mint']
  },
  { name: 'Department of Defense', abbreviations: ['DoD', 'DOD'], parent: null },
  {
    name: 'Department of the Army',
    abbreviations: [],
    parent: 'Department of Defense',
    alsoCalled: ['U.S. Army']
  },
  {
    name: 'Army Corps of Engineers',
    abbreviations: ['USACE'],
    parent: 'Department of the Army',
    alsoCalled: ['U.S. Army Corps of Engineers', 'Corps of Engineers']
  },
  {
    name: 'Department of the Navy',
    abbreviations: [],
    parent: 'Department of Defense',
    alsoCalled: ['U.S. Navy']
  },
  {
    name: 'Marine Corps',
    abbreviations: ['USMC'],
    parent: 'Department of the Navy',
    alsoCalled: ['U.S. Marine Corps']
  },
  {
    name: 'Department of the Air Force',
    abbreviations: [],
    parent: 'Department of Defense',
    alsoCalled: ['U.S. Air Force']
  },
  { name: 'Defense Health Agency', abbreviations: ['DHA'], parent: 'Department of Defense' },
  { name: 'Defense Logistics Agency', abbreviations: ['DLA'], parent: 'Department of Defense' },
  { name: 'Defense Contract Audit Agency', abbreviations: ['DCAA'], parent: 'Department of Defense' },
  { name: 'Defense Security Cooperation Agency', abbreviations: ['DSCA'], parent: 'Department of Defense' },
  { name: 'Defense Intelligence Agency', abbreviations: ['DIA'], parent: 'Department of Defense' },
  { name: 'National Security Agency', abbreviations: ['NSA'], parent: 'Department of Defense' },
  { name: 'National Guard Bureau', abbreviations: [], parent: 'Department of Defense' },
  { name: 'Department of Justice', abbreviations: ['DOJ'], parent: null },
  { name: 'Federal Bureau of Investigation', abbreviations: ['FBI'], parent: 'Department of Justice' },
  { name: 'Drug Enforcement Administration', abbreviations: ['DEA'], parent: 'Department of Justice' },
  {
    name: 'Bureau of Alcohol, Tobacco, Firearms and Explosives',
    abbreviations: ['ATF', 'BATFE'],
    parent: 'Department of Justice'
  },
  {
    name: 'Federal Bureau of Prisons',
    abbreviations: ['BOP'],
    parent: 'Department of Justice',
    alsoCalled: ['Bureau of Prisons']
  },
  {
    name: 'United States Marshals Service',
    abbreviations: ['USMS'],
    parent: 'Department of Justice',
    alsoCalled: ['U.S. Marshals Service', 'Marshals Service']
  },
  {
    name: 'Executive Office for Immigration Review',
    abbreviations: ['EOIR'],
    parent: 'Department of Justice'
  },
  {
    name: 'Executive Office for United States Trustees',
    abbreviations: ['EOUST'],
    parent: 'Department of Justice',
    alsoCalled: ['U.S. Trustee Program']
  },
  { name: 'Office of Justice Programs', abbreviations: ['OJP'], parent: 'Department of Justice' },
  { name: 'Department of the Interior', abbreviations: ['DOI'], parent: null },
  { name: 'Bureau of Land Management', abbreviations: ['BLM'], parent: 'Department of the Interior' },
  { name: 'National Park Service', abbreviations: ['NPS'], parent: 'Department of the Interior' },
  {
    name: 'Fish and Wildlife Service',
    abbreviations: ['FWS', 'USFWS'],
    parent: 'Department of the Interior',
    alsoCalled: ['U.S. Fish and Wildlife Service']
  },
  { name: 'Bureau of Indian Affairs', abbreviations: ['BIA'], parent: 'Department of the Interior' },
  { name: 'Bureau of Indian Education', abbreviations: ['BIE'], parent: 'Department of the Interior' },
  { name: 'Bureau of Reclamation', abbreviations: [], parent: 'Department of the Interior' },
  {
    name: 'Bureau of Ocean Energy Management',
    abbreviations: ['BOEM'],
    parent: 'Department of the Interior'
  },
  {
    name: 'Bureau of Safety and Environmental Enforcement',
    abbreviations: ['BSEE'],
    parent: 'Department of the Interior'
  },
  {
    name: 'Office of Natural Resources Revenue',
    abbreviations: ['ONRR'],
    parent: 'Department of the Interior'
  },
  {
    name: 'Office of Surface Mining Reclamation and Enforcement',
    abbreviations: ['OSMRE', 'OSM'],
    parent: 'Department of the Interior'
  },
  {
    name: 'United States Geological Survey',
    abbreviations: ['USGS'],
    parent: 'Department of the Interior',
    alsoCalled: ['U.S. Geological Survey']
  },
  { name: 'Department of Agriculture', abbreviations: ['USDA'], parent: null },
  {
    name: 'Forest Service',
    abbreviations: ['USFS'],
    parent: 'Department of Agriculture',
    alsoCalled: ['U.S. Forest Service']
  },
  {
    name: 'Food Safety and Inspection Service',
    abbreviations: ['FSIS'],
    parent: 'Department of Agriculture'
  },
  { name: 'Food and Nutrition Service', abbreviations: ['FNS'], parent: 'Department of Agriculture' },
  { name: 'Farm Service Agency', abbreviations: ['FSA'], parent: 'Department of Agriculture' },
  {
    name: 'Animal and Plant Health Inspection Service',
    abbreviations: ['APHIS'],
    parent: 'Department of Agriculture'
  },
  { name: 'Agricultural Marketing Service', abbreviations: ['AMS'], parent: 'Department of Agriculture' },
  {
    name: 'Natural Resources Conservation Service',
    abbreviations: ['NRCS'],
    parent: 'Department of Agriculture'
  },
  { name: 'Risk Management Agency', abbreviations: ['RMA'], parent: 'Department of Agriculture' },
  { name: 'Department of Commerce', abbreviations: ['DOC'], parent: null },
  {
    name: 'Bureau of Industry and Security',
    abbreviations: ['BIS'],
    parent: 'Department of Commerce',
    alsoCalled: ['Bureau of Industrial Security', 'Bureau of Export Administration']
  },
  {
    name: 'Census Bureau',
    abbreviations: [],
    parent: 'Department of Commerce',
    alsoCalled: ['Bureau of the Census', 'U.S. Census Bureau']
  },
  {
    name: 'National Oceanic and Atmospheric Administration',
    abbreviations: ['NOAA'],
    parent: 'Department of Commerce'
  },
  {
    name: 'National Marine Fisheries Service',
    abbreviations: ['NMFS'],
    parent: 'National Oceanic and Atmospheric Administration',
    alsoCalled: ['NOAA Fisheries']
  },
  {
    name: 'National Weather Service',
    abbreviations: ['NWS'],
    parent: 'National Oceanic and Atmospheric Administration'
  },
  {
    name: 'National Telecommunications and Information Administration',
    abbreviations: ['NTIA'],
    parent: 'Department of Commerce'
  },
  {
    name: 'National Institute of Standards and Technology',
    abbreviations: ['NIST'],
    parent: 'Department of Commerce'
  },
  {
    name: 'Patent and Trademark Office',
    abbreviations: ['USPTO', 'PTO'],
    parent: 'Department of Commerce',
    alsoCalled: ['U.S. Patent and Trademark Office']
  },
  { name: 'International Trade Administration', abbreviations: ['ITA'], parent: 'Department of Commerce' },
  { name: 'Economic Development Administration', abbreviations: ['EDA'], parent: 'Department of Commerce' },
  { name: 'Department of Labor', abbreviations: ['DOL'], parent: null },
  {
    name: 'Occupational Safety and Health Administration',
    abbreviations: ['OSHA'],
    parent: 'Department of Labor'
  },
  { name: 'Mine Safety and Health Administration', abbreviations: ['MSHA'], parent: 'Department of Labor' },
  { name: 'Bureau of Labor Statistics', abbreviations: ['BLS'], parent: 'Department of Labor' },
  {
    name: 'Employee Benefits Security Administration',
    abbreviations: ['EBSA'],
    parent: 'Department of Labor'
  },
  { name: 'Wage and Hour Division', abbreviations: ['WHD'], parent: 'Department of Labor' },
  { name: 'Employment and Training Administration', abbreviations: [], parent: 'Department of Labor' },
  { name: 'Department of Health and Human Services', abbreviations: ['HHS'], parent: null },
  {
    name: 'Centers for Disease Control and Prevention',
    abbreviations: ['CDC'],
    parent: 'Department of Health and Human Services',
    alsoCalled: ['Centers for Disease Control']
  },
  {
    name: 'Food and Drug Administration',
    abbreviations: ['FDA'],
    parent: 'Department of Health and Human Services',
    alsoCalled: ['Food & Drug Administration']
  },
  {
    name: 'National Institutes of Health',
    abbreviations: ['NIH'],
    parent: 'Department of Health and Human Services'
  },
  {
    name: 'Centers for Medicare & Medicaid Services',
    abbreviations: ['CMS'],
    parent: 'Department of Health and Human Services',
    alsoCalled: ['Centers for Medicare and Medicaid Services', 'Health Care Financing Administration']
  },
  {
    name: 'Health Resources and Services Administration',
    abbreviations: ['HRSA'],
    parent: 'Department of Health and Human Services'
  },
  {
    name: 'Indian Health Service',
    abbreviations: ['IHS'],
    parent: 'Department of Health and Human Services'
  },
  {
    name: 'Substance Abuse and Mental Health Services Administration',
    abbreviations: ['SAMHSA'],
    parent: 'Department of Health and Human Services'
  },
  {
    name: 'Agency for Healthcare Research and Quality',
    abbreviations: ['AHRQ'],
    parent: 'Department of Health and Human Services'
  },
  {
    name: 'Administration for Children and Families',
    abbreviations: ['ACF'],
    parent: 'Department of Health and Human Services'
  },
  {
    name: 'Office of Refugee Resettlement',
    abbreviations: ['ORR'],
    parent: 'Administration for Children and Families'
  },
  {
    name: 'Administration for Strategic Preparedness and Response',
    abbreviations: ['ASPR'],
    parent: 'Department of Health and Human Services'
  },
  {
    name: 'National Institute for Occupational Safety and Health',
    abbreviations: ['NIOSH'],
    parent: 'Centers for Disease Control and Prevention'
  },
  { name: 'Department of Housing and Urban Development', abbreviations: ['HUD'], parent: null },
  {
    name: 'Federal Housing Administration',
    abbreviations: ['FHA'],
    parent: 'Department of Housing and Urban Development'
  },
  {
    name: 'Government National Mortgage Association',
    abbreviations: [],
    parent: 'Department of Housing and Urban Development',
    alsoCalled: ['Ginnie Mae']
  },
  { name: 'Department of Transportation', abbreviations: ['DOT'], parent: null },
  { name: 'Federal Aviation Administration', abbreviations: ['FAA'], parent: 'Department of Transportation' },
  { name: 'Federal Highway Administration', abbreviations: ['FHWA'], parent: 'Department of Transportation' },
  {
    name: 'Federal Motor Carrier Safety Administration',
    abbreviations: ['FMCSA'],
    parent: 'Department of Transportation'
  },
  { name: 'Federal Railroad Administration', abbreviations: ['FRA'], parent: 'Department of Transportation' },
  { name: 'Federal Transit Administration', abbreviations: [], parent: 'Department of Transportation' },
  { name: 'Maritime Administration', abbreviations: ['MARAD'], parent: 'Department of Transportation' },
  {
    name: 'National Highway Traffic Safety Administration',
    abbreviations: ['NHTSA'],
    parent: 'Department of Transportation'
  },
  {
    name: 'Pipeline and Hazardous Materials Safety Administration',
    abbreviations: ['PHMSA'],
    parent: 'Department of Transportation'
  },
  { name: 'Department of Energy', abbreviations: ['DOE'], parent: null },
  {
    name: 'National Nuclear Security Administration',
    abbreviations: ['NNSA'],
    parent: 'Department of Energy'
  },
  { name: 'Energy Information Administration', abbreviations: ['EIA'], parent: 'Department of Energy' },
  { name: 'Federal Energy Regulatory Commission', abbreviations: ['FERC'], parent: 'Department of Energy' },
  { name: 'Department of Education', abbreviations: [], parent: null },
  {
    name: 'Federal Student Aid',
    abbreviations: [],
    parent: 'Department of Education',
    alsoCalled: ['Office of Federal Student Aid']
  },
  { name: 'Department of Veterans Affairs', abbreviations: ['VA'], parent: null },
  {
    name: 'Veterans Health Administration',
    abbreviations: ['VHA'],
    parent: 'Department of Veterans Affairs'
  },
  {
    name: 'Veterans Benefits Administration',
    abbreviations: ['VBA'],
    parent: 'Department of Veterans Affairs'
  },
  { name: 'Department of Homeland Security', abbreviations: ['DHS'], parent: null },
  {
    name: 'Customs and Border Protection',
    abbreviations: ['CBP'],
    parent: 'Department of Homeland Security',
    alsoCalled: ['U.S. Customs and Border Protection']
  },
  {
    name: 'Border Patrol',
    abbreviations: ['USBP'],
    parent: 'Customs and Border Protection',
    alsoCalled: ['U.S. Border Patrol']
  },
  {
    name: 'Immigration and Customs Enforcement',
    abbreviations: ['ICE'],
    parent: 'Department of Homeland Security',
    alsoCalled: ['U.S. Immigration and Customs Enforcement']
  },
  {
    name: 'Citizenship and Immigration Services',
    abbreviations: ['USCIS'],
    parent: 'Department of Homeland Security',
    alsoCalled: ['U.S. Citizenship and Immigration Services']
  },
  {
    name: 'Transportation Security Administration',
    abbreviations: ['TSA'],
    parent: 'Department of Homeland Security'
  },
  {
    name: 'Federal Emergency Management Agency',
    abbreviations: ['FEMA'],
    parent: 'Department of Homeland Security'
  },
  {
    name: 'Coast Guard',
    abbreviations: ['USCG'],
    parent: 'Department of Homeland Security',
    alsoCalled: ['U.S. Coast Guard']
  },
  {
    name: 'Secret Service',
    abbreviations: ['USSS'],
    parent: 'Department of Homeland Security',
    alsoCalled: ['U.S. Secret Service']
  },
  {
    name: 'Cybersecurity and Infrastructure Security Agency',
    abbreviations: ['CISA'],
    parent: 'Department of Homeland Security'
  },
  { name: 'Environmental Protection Agency', abbreviations: ['EPA'], parent: null },
  { name: 'National Aeronautics and Space Administration', abbreviations: ['NASA'], parent: null },
  { name: 'General Services Administration', abbreviations: ['GSA'], parent: null },
  { name: 'Office of Personnel Management', abbreviations: ['OPM'], parent: null },
  { name: 'Small Business Administration', abbreviations: ['SBA'], parent: null },
  { name: 'Social Security Administration', abbreviations: ['SSA'], parent: null },
  {
    name: 'Agency for International Development',
    abbreviations: ['USAID'],
    parent: 'Department of State',
    alsoCalled: ['U.S. Agency for International Development']
  },
  { name: 'Central Intelligence Agency', abbreviations: ['CIA'], parent: null },
  { name: 'Office of the Director of National Intelligence', abbreviations: ['ODNI'], parent: null },
  { name: 'Consumer Financial Protection Bureau', abbreviations: ['CFPB'], parent: null },
  { name: 'Commodity Futures Trading Commission', abbreviations: ['CFTC'], parent: null },
  { name: 'Consumer Product Safety Commission', abbreviations: ['CPSC'], parent: null },
  { name: 'Equal Employment Opportunity Commission', abbreviations: ['EEOC'], parent: null },
  { name: 'Export-Import Bank of the United States', abbreviations: ['EXIM'], parent: null },
  { name: 'Farm Credit Administration', abbreviations: [], parent: null },
  { name: 'Federal Communications Commission', abbreviations: ['FCC'], parent: null },
  { name: 'Federal Deposit Insurance Corporation', abbreviations: ['FDIC'], parent: null },
  { name: 'Federal Election Commission', abbreviations: ['FEC'], parent: null },
  { name: 'Federal Housing Finance Agency', abbreviations: ['FHFA'], parent: null },
  { name: 'Federal Maritime Commission', abbreviations: ['FMC'], parent: null },
  { name: 'Federal Reserve System', abbreviations: [], parent: null },
  { name: 'Federal Trade Commission', abbreviations: ['FTC'], parent: null },
  {
    name: 'International Trade Commission',
    abbreviations: ['USITC', 'ITC'],
    parent: null,
    alsoCalled: ['U.S. International Trade Commission']
  },
  { name: 'Merit Systems Protection Board', abbreviations: ['MSPB'], parent: null },
  {
    name: 'National Archives and Records Administration',
    abbreviations: ['NARA'],
    parent: null,
    alsoCalled: ['National Archives']
  },
  { name: 'National Credit Union Administration', abbreviations: ['NCUA'], parent: null },
  { name: 'National Labor Relations Board', abbreviations: ['NLRB'], parent: null },
  { name: 'National Science Foundation', abbreviations: ['NSF'], parent: null },
  { name: 'National Transportation Safety Board', abbreviations: ['NTSB'], parent: null },
  { name: 'Nuclear Regulatory Commission', abbreviations: ['NRC'], parent: null },
  {
    name: 'Office of Government Ethics',
    abbreviations: ['OGE'],
    parent: null,
    alsoCalled: ['U.S. Office of Government Ethics']
  },
  {
    name: 'Office of Special Counsel',
    abbreviations: ['OSC'],
    parent: null,
    alsoCalled: ['U.S. Office of Special Counsel']
  },
  { name: 'Peace Corps', abbreviations: [], parent: null },
  { name: 'Pension Benefit Guaranty Corporation', abbreviations: ['PBGC'], parent: null },
  {
    name: 'Postal Service',
    abbreviations: ['USPS'],
    parent: null,
    alsoCalled: ['U.S. Postal Service', 'United States Postal Service']
  },
  { name: 'Postal Regulatory Commission', abbreviations: [], parent: null },
  { name: 'Securities and Exchange Commission', abbreviations: ['SEC'], parent: null },
  { name: 'Selective Service System', abbreviations: [], parent: null },
  { name: 'Surface Transportation Board', abbreviations: ['STB'], parent: null },
  { name: 'Tennessee Valley Authority', abbreviations: ['TVA'], parent: null },
  {
    name: 'Corporation for National and Community Service',
    abbreviations: ['CNCS'],
    parent: null,
    alsoCalled: ['AmeriCorps']
  },
  {
    name: 'U.S. International Development Finance Corporation',
    abbreviations: ['DFC'],
    parent: null,
    alsoCalled: ['Overseas Private Investment Corporation']
  },
  {
    name: 'Government Accountability Office',
    abbreviations: ['GAO'],
    parent: null,
    alsoCalled: ['General Accounting Office']
  },
  { name: 'Congressional Budget Office', abbreviations: ['CBO'], parent: null },
  { name: 'Library of Congress', abbreviations: ['LOC'], parent: null },
  { name: 'Congressional Research Service', abbreviations: ['CRS'], parent: 'Library of Congress' },
  { name: 'Capitol Police', abbreviations: ['USCP'], parent: null, alsoCalled: ['U.S. Capitol Police'] },
  { name: 'National Railroad Passenger Corporation', abbreviations: [], parent: null, alsoCalled: ['Amtrak'] }
]
