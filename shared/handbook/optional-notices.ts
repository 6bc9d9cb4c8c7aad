/** 满意度调查、问候、优惠: what is not about a customer's own request. † Two a day are enough for anyone. */
export const optionalNotices: { readonly mostADay: number; readonly requirement: string } = {
  mostADay: 2,
  requirement: 'R-PRV-09, G-22',
}
