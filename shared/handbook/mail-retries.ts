/** 软退信重试: after how many hours a mail that came back for a while only is sent again; then a person calls (R-NTF-03: 3 tries). */
export const mailRetries: { readonly hours: readonly number[]; readonly requirement: string } = {
  hours: [1, 6, 24],
  requirement: 'R-NTF-03',
}
