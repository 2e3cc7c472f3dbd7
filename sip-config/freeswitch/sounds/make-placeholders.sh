#!/bin/sh
# Makes the placeholder prompts (8 kHz, mono, A-law) with espeak-ng and the hold music with sox. Needs Debian's espeak-ng and sox.
set -eu
here=$(dirname "$0")/zh-CN
mkdir -p "$here/hold"

say() {
  espeak-ng -v cmn -s 165 -a 160 -w "$here/$1.raw.wav" "$2"
  sox "$here/$1.raw.wav" -r 8000 -c 1 -e a-law "$here/$1.wav" norm -6 silence 1 0.05 0.1% pad 0.1 0.2
  rm "$here/$1.raw.wav"
}

say greeting '您好，欢迎致电客户服务热线。'
say recording-notice '为保证服务质量，您的通话将被录音。'
say menu-main '饮品口感和门店服务，请按一。外卖和订单，请按二。会员和卡券，请按三。'
say invalid-option '您的输入有误，请重新选择。'
say queue-next '您是下一位，请稍候，马上为您接通。'
count=1
for number in 一 两 三 四 五 六 七 八 九; do
  say "queue-ahead-$count" "您前面还有${number}位客户，请稍候。"
  count=$((count + 1))
done
say queue-ahead-many '当前排队人数较多，请您耐心等候。'
say wait-under-a-minute '预计等候时间不到一分钟。'
say wait-1 '预计等候时间约一分钟。'
say wait-2 '预计等候时间约两分钟。'
say wait-3 '预计等候时间约三分钟。'
say wait-4 '预计等候时间约四分钟。'
say wait-5 '预计等候时间约五分钟。'
say wait-10 '预计等候时间约十分钟。'
say wait-15 '预计等候时间约十五分钟。'
say wait-20 '预计等候时间约二十分钟。'
say wait-30 '预计等候时间约三十分钟。'
say wait-long '预计等候时间超过三十分钟。'
key=0
for name in 零 一 二 三 四 五 六 七 八 九; do
  say "callback-key-$key" "如需保留排队位置、由我们给您回电，请按${name}。"
  key=$((key + 1))
done
say callback-key-star '如需保留排队位置、由我们给您回电，请按星号键。'
say callback-key-hash '如需保留排队位置、由我们给您回电，请按井号键。'
say callback-confirm '我们将拨打您当前的来电号码。确认请按一，使用其他号码请按二。'
say callback-number '请输入您的回电号码，固定电话请加区号，以井号键结束。'
say callback-confirmed '已为您登记，您的排队位置将保留，轮到您时我们会给您回电。感谢您的来电，再见。'
say callback-dialling '正在为您接通预约回电的客户，请稍候。'
say callback-greeting '您好，这里是客户服务热线，您预约的回电正在为您接通，请稍候。'
say voicemail '请在提示音后留言，留言结束请按井号键或直接挂机。'
say voicemail-thanks '您的留言已收到，我们将尽快给您回电，再见。'
say out-of-hours '现在是非工作时间，我们已记录您的来电，将在上班后尽快给您回电。'
say nobody-logged-in '暂时没有客服人员在线，我们已记录您的来电，将尽快给您回电。'
say max-wait '很抱歉让您久等，我们已记录您的来电，将尽快给您回电。'
say goodbye '感谢您的来电，再见。'
say fallback '系统繁忙，请稍后再拨，给您带来不便，敬请谅解。'

# Somebody answered a call of ours and no agent was there in time.
say safe-harbour '您好，这里是客户服务热线。刚才为您接通时没有空闲的客服人员，非常抱歉打扰您，我们会稍后再与您联系。再见。'

# A follow-up call; the store's name comes between greeting and about.
say survey-greeting '您好，这里是客户服务热线的回访电话。您前几天向我们反馈了'
say survey-our-store '我们门店'
say survey-about '的问题，想请您做个评价，只需要半分钟。'
say survey-solved '您的问题解决了吗？已经解决请按一，还没有解决请按二，以后不想再接到回访电话请按九。'
say survey-score '请为这次处理打分。非常满意请按五，满意请按四，一般请按三，不满意请按二，非常不满意请按一。'
say survey-sorry '很抱歉，您的问题还没有解决，我们会安排门店尽快跟进。'
say survey-comment '请在提示音后说说您的意见，说完请按井号键。'
say survey-refused '好的，我们以后不再给您拨打回访电话。打扰您了，再见。'
say survey-thanks '感谢您的评价，祝您生活愉快，再见。'

# The tone that a message begins after.
sox -n -r 8000 -c 1 "$here/tone.wav" synth 0.4 sine 800 gain -12
sox "$here/voicemail.wav" "$here/tone.wav" -e a-law "$here/voicemail.raw.wav"
mv "$here/voicemail.raw.wav" "$here/voicemail.wav"
sox "$here/tone.wav" -e a-law "$here/beep.wav"
rm "$here/tone.wav"

# Four soft chords, each fading in and out, so that the loop has no seam.
chord() {
  sox -n -r 8000 -c 1 -b 16 "$here/chord-$1.wav" synth 4 sine "$2" sine "$3" sine "$4" remix - fade t 1.2 4 1.6 gain -14
}
chord 1 261.6 329.6 392.0
chord 2 220.0 261.6 329.6
chord 3 174.6 220.0 261.6
chord 4 196.0 246.9 293.7
sox "$here/chord-1.wav" "$here/chord-2.wav" "$here/chord-3.wav" "$here/chord-4.wav" -e a-law "$here/hold/hold.wav" lowpass 1200
rm "$here"/chord-*.wav
